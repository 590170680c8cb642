from freezegun import freeze_time

from odoo.addons.crm_smarket.tests.common import NOW, ProjectCase, day


class ForecastCase(ProjectCase):
    """On the 20th: two of three deals that reached the offer were won, and two of four of the team.

    Open are a late one of 100 at the needs, one of 300 at the offer whose project ends in May,
    and one of 60 without a project that says April.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.columns_follow_stages = False  # so that winning asks for nothing
        cls.env.company.crm_smarket_few_cases = 3
        for number in range(4):
            lead = cls._deal("Offer" if number else "Needs")
            cls._do(day(12 if number > 1 else 9), lead.action_set_won if number > 1 else lead.action_set_lost)
        cls.late = cls._deal("Needs", expected_revenue=100)
        cls.offered = cls._deal("Offer", expected_revenue=300)
        cls._do(day(6), cls._stage(cls.offered, "Delivery").write, {"date_start": "2026-05-04 09:00:00"})
        cls.simple = cls._deal(None, expected_revenue=60, date_deadline="2026-04-10", user_id=cls.other.id)
        cls.analysis = cls.env["crm.smarket.analysis"].with_user(cls.leader)

    @classmethod
    def _do(cls, moment, action, *args):
        with freeze_time(moment):
            action(*args)
            cls.env.flush_all()

    @classmethod
    def _deal(cls, reached, **vals):
        """Return a deal of the 2nd that has reached a stage, or has no project."""
        with freeze_time(NOW):
            lead = cls._create_lead(**({} if reached else {"project_template_id": False}), **vals)
            cls.env.flush_all()
        if reached:
            cls._do(day(2), cls._stage(lead, "Needs").action_start)
        if reached == "Offer":
            cls._do(day(4), cls._stage(lead, "Needs").action_complete)
            cls._do(day(4, 10), cls._stage(lead, "Offer").action_start)
        return lead
