from odoo.tests import tagged

from .common import ProjectCase
from .web_client import get_form_specification

STAGES = 50
MORE_QUERIES = 20


@tagged("post_install", "-at_install")
class TestFormQueries(ProjectCase):
    """Opening an opportunity costs little more than in core, and nothing more without a project."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.env["crm.lead"].with_user(cls.seller)
        cls.own_view = cls.env.ref("crm_smarket.crm_lead_view_form")
        cls.specification = get_form_specification(cls.leads, "crm.crm_lead_view_form")
        cls.own_view.active = False
        cls.core_specification = get_form_specification(cls.leads, "crm.crm_lead_view_form")
        cls.own_view.active = True

    def _count(self, lead, specification):
        lead = lead.with_user(self.seller)
        for _warming in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lead.web_read(specification)
            count = self.env.cr.sql_log_count - before
        return count

    def _count_more(self, lead):
        return self._count(lead, self.specification) - self._count(lead, self.core_specification)

    def test_every_stage_is_read(self):
        self.assertEqual(self.specification["project_stage_ids"]["limit"], 200, "the last of its lists counts")

    def test_a_tab_of_its_own_is_not_read(self):
        self.assertNotIn("parameters", self.specification["project_stage_ids"]["fields"])

    def test_without_a_project_no_query_more(self):
        self.assertEqual(self._count_more(self._create_lead(project_template_id=False)), 0)

    def test_with_fifty_stages(self):
        template = self._create_long_template()
        lead = self._create_lead(project_template_id=template.id)
        stages = lead.project_stage_ids
        self.assertEqual(len(stages), STAGES)
        stages[0].action_start()
        lead.activity_schedule(user_id=self.seller.id)
        self.env["calendar.event"].create(
            {"name": "Visit", "start": "2026-03-02 09:00:00", "stop": "2026-03-02 10:00:00", "opportunity_id": lead.id}
        )
        self.env["ir.attachment"].create({"name": "a.txt", "raw": b"1", "res_model": "crm.lead", "res_id": lead.id})
        more = self._count_more(lead)
        self.assertLessEqual(more, MORE_QUERIES)

    def _create_long_template(self):
        """A template whose stages have everything that a form shows."""
        product = self.env["product.product"].create({"name": "Scale", "list_price": 150})
        template = self.env["crm.project.template"].create({"name": "Long"})
        previous = self.env["crm.project.template.stage"]
        for number in range(STAGES):
            previous = previous.create(
                {
                    "template_id": template.id,
                    "name": f"Stage {number}",
                    "sequence": number,
                    "predecessor_ids": [(6, 0, previous.ids)],
                    "dependency_type": "hard" if previous else "soft",
                    "parameter_definition": [{"name": "area", "type": "float", "string": "Area"}],
                    "document_ids": [(0, 0, {"name": "Protocol", "required": True})],
                    "product_line_ids": [(0, 0, {"product_id": product.id})],
                }
            )
        return template
