from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMultiCompany(ProjectCase):
    """Two companies, their templates and their people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kazan = cls.env["res.company"].create({"name": "Kazan"})
        cls.kazan_seller = new_test_user(
            cls.env,
            "kazan",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=cls.kazan.id,
            company_ids=[(6, 0, cls.kazan.ids)],
        )
        cls.kazan_template = cls.env["crm.project.template"].create(
            {"name": "Kazan's way", "company_id": cls.kazan.id, "stage_ids": [(0, 0, {"name": "Tea"})]}
        )
        cls.env.user.company_ids |= cls.kazan

    def _kazan_lead(self, **vals):
        return self.env["crm.lead"].create(
            {
                "name": "Kazan's shop",
                "type": "opportunity",
                "company_id": self.kazan.id,
                "user_id": self.kazan_seller.id,
                "team_id": False,
                "project_template_id": self.kazan_template.id,
                **vals,
            }
        )

    def test_each_sees_their_own(self):
        ours, theirs = self._create_lead(company_id=self.env.company.id), self._kazan_lead()
        stages = self.env["crm.project.stage"].with_user(self.kazan_seller)
        self.assertEqual(stages.search([("lead_id", "in", (ours | theirs).ids)]).lead_id, theirs)
        self.assertEqual(theirs.project_stage_ids.company_id, self.kazan)
        self.assertFalse(theirs.project_stage_ids.with_user(self.leader).has_access("read"))
        self.assertFalse(self.kazan_template.with_user(self.seller).has_access("read"))
        self.assertTrue(self.template.with_user(self.kazan_seller).has_access("read"), "a template of all companies")

    def test_switched_off_company(self):
        theirs = self._kazan_lead()
        user = self.env.user
        stages = self.env["crm.project.stage"].with_user(
            new_test_user(
                self.env,
                "both",
                groups="sales_team.group_sale_manager",
                company_ids=[(6, 0, (self.kazan | user.company_id).ids)],
            )
        )
        domain = [("lead_id", "=", theirs.id)]
        self.assertEqual(stages.with_context(allowed_company_ids=self.kazan.ids).search_count(domain), 1)
        self.assertEqual(stages.with_context(allowed_company_ids=user.company_id.ids).search_count(domain), 0)

    def test_template_of_another_company(self):
        ours = self._create_lead(company_id=self.env.company.id, project_template_id=False)
        with self.assertRaises(AccessError):
            ours.with_user(self.seller).project_template_id = self.kazan_template
        with self.assertRefused("belongs to Kazan"):
            ours.project_template_id = self.kazan_template
        self.assertFalse(ours.project_stage_ids)

    def test_a_deal_moves_to_another_company(self):
        """Its project goes along, with the rules it had; sellers there can go on with it."""
        self.template.company_id = self.env.company
        lead = self._create_lead(company_id=self.env.company.id)
        mine = self.env["crm.project.stage"].create({"lead_id": lead.id, "name": "By hand"})
        lead.write({"company_id": self.kazan.id, "user_id": self.kazan_seller.id, "team_id": False})
        self.assertEqual(lead.project_stage_ids.company_id, self.kazan)
        theirs = lead.with_user(self.kazan_seller)
        theirs.project_stage_ids[0].write({"duration": 7})
        theirs.project_stage_ids[0].action_start()
        theirs.project_stage_ids[0].action_complete()
        mine.with_user(self.kazan_seller).action_start()
        self.assertEqual(theirs.project_stage_ids[0].read(["actions", "template_stage_id"])[0]["actions"], False)
        self.assertTrue(theirs.web_read({"project_template_id": {"fields": {"display_name": {}}}}))

    def test_zone_of_the_company(self):
        """A day is a day in the zone of the deal's company, whoever plans it."""
        self.kazan.resource_calendar_id.tz = "Europe/Warsaw"
        lead = self._kazan_lead(project_date_start="2026-03-28 14:00:00")
        self.assertEqual(str(lead.project_stage_ids.date_end), "2026-03-29 13:00:00")
        ours = self._create_lead(project_date_start="2026-03-28 14:00:00")
        self.needs.duration = 1
        self.assertEqual(str(ours.project_stage_ids[0].date_end), "2026-03-30 14:00:00")

    def test_default_template_of_a_team_of_another_company(self):
        self.team.project_template_id = self.kazan_template if not self.team.company_id else self.template
        lead = self._create_lead(company_id=self.env.company.id)
        self.assertEqual(lead.project_template_id, self.template)
        bare = self.env["crm.lead"].create({"name": "Bare", "team_id": self.team.id, "company_id": self.env.company.id})
        self.assertFalse(bare.project_template_id, "what is of another company is not taken")
