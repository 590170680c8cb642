from contextlib import contextmanager

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, ProjectCase

OURS = "odoo.addons.crm_smarket."


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestGuests(ProjectCase):
    """Deals without a template behave as in core, without one query more.

    Each thing that core does with a deal is done twice: with our extensions of its methods
    and without them. The history of columns and outcomes is the one thing that is added:
    one statement where one of them is written.
    """

    @contextmanager
    def _core_alone(self):
        """Take our extensions of methods that core has out of the class of opportunities."""
        classes = type(self.env["crm.lead"]).__mro__
        others = [cls for cls in classes if not cls.__module__.startswith(OURS)]
        taken = []
        for cls in classes:
            if cls in others:
                continue
            for name, value in list(vars(cls).items()):
                if callable(value) and not name.startswith("__") and any(name in vars(other) for other in others):
                    taken.append((cls, name, value))
                    delattr(cls, name)
        try:
            self.assertIn("write", [name for _cls, name, _value in taken])
            yield
        finally:
            for cls, name, value in taken:
                setattr(cls, name, value)

    def _lead(self):
        return self._create_lead(project_template_id=False, project_date_start=False, type="opportunity")

    def _count(self, prepare, act):
        """Return how many queries ``act`` takes on what ``prepare`` made, caches of the registry being warm."""
        for _warm in range(2):
            subject = prepare()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            act(subject)
            self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_not_one_query_more(self):
        leads = self.env["crm.lead"].with_user(self.seller)
        vals = {"name": "Shop", "type": "opportunity", "user_id": self.seller.id, "expected_revenue": 5}
        last = self.columns[2].id
        specification = {
            name: {}
            for name in self.env["crm.lead"]._fields
            if not name.startswith(("project_", "message_", "website_"))
        }

        def mine():
            return self._lead().with_user(self.seller)

        cases = {
            "create": (leads.browse, lambda lead: lead.create(dict(vals)), 1),
            "create many": (leads.browse, lambda lead: lead.create([dict(vals) for _number in range(10)]), 1),
            "write": (mine, lambda lead: lead.write({"name": "Bigger shop"}), 0),
            "hand over": (mine, lambda lead: lead.write({"user_id": self.leader.id}), 0),
            "another team": (mine, lambda lead: lead.write({"team_id": False}), 0),
            "column": (mine, lambda lead: lead.write({"stage_id": last}), 1),
            "won": (mine, lambda lead: lead.action_set_won(), 1),
            "lost": (mine, lambda lead: lead.action_set_lost(), 1),
            "archive": (mine, lambda lead: lead.action_archive(), 1),
            "read": (mine, lambda lead: lead.web_read(specification), 0),
            "copy": (mine, lambda lead: lead.copy(), 1),
            "remove": (lambda: self._lead().with_user(self.manager), lambda lead: lead.unlink(), 0),
        }
        for name, (prepare, act, history) in cases.items():
            with self.subTest(name):
                ours = self._count(prepare, act)
                with self._core_alone():
                    core = self._count(prepare, act)
                self.assertLessEqual(ours, core + history, f"{ours} queries, {core} by core alone")

    def test_fields_of_the_project_cost_nothing(self):
        """A form with all of the project's fields reads a deal without one like core's form."""
        fields = self.env["crm.lead"]._fields
        core = {"name": {}, "stage_id": {"fields": {"display_name": {}}}, "user_id": {}}
        ours = core | {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in fields
            if name.startswith("project_") or name == "is_project_late"
        }
        lead = self._lead().with_user(self.seller)
        counts = [self._count(lambda: lead, lambda deal, spec=spec: deal.web_read(spec)) for spec in (core, ours)]
        self.assertEqual(counts[0], counts[1])
        row = lead.web_read(ours)[0]
        self.assertEqual((row["project_stage_ids"], row["project_progress"]), ([], 0))
