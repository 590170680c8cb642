from io import BytesIO

import openpyxl

from odoo.tests import HttpCase, tagged

from odoo.addons.crm_smarket.tests.common import ProjectCase


@tagged("post_install", "-at_install")
class TestFunnelTour(ProjectCase, HttpCase):
    """A head of sales reads the funnel, looks at the deals behind it, and takes the workbook along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader.odoobot_state = "disabled"  # its greeting covers a phone
        cls.env["crm.lead"].search([]).unlink()
        kiosks = cls.env["crm.team"].create({"name": "Kiosks", "member_ids": [(4, cls.other.id)]})
        reason = cls.env["crm.lost.reason"].create({"name": "Too dear"})
        _first, second, third, won = cls.columns
        cls._deal([second, third, won])
        cls._deal([second, third])
        cls._deal([second])
        cls._deal([second]).action_set_lost(lost_reason_id=reason.id)
        cls._deal([], team_id=kiosks.id, user_id=cls.other.id)
        cls.env.flush_all()

    @classmethod
    def _deal(cls, columns, **values):
        """Make a deal that goes from column to column."""
        lead = cls._create_lead(project_template_id=False, **values)
        for column in columns:
            cls.env.flush_all()
            lead.stage_id = column
        return lead

    def test_way_through_the_funnel(self):
        self.start_tour("/odoo/action-crm_smarket_reports.crm_lead_action_funnel", "crm_smarket_funnel", login="leader")
        workbook = self.env["ir.attachment"].search([("name", "=", "funnel.xlsx")])
        header, *rows = openpyxl.load_workbook(BytesIO(workbook.raw)).active.values
        found = {}
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            if cells["Stage"] in self.columns.mapped("name"):
                found[cells["Compared"], cells["Stage"]] = (cells["Reached"], cells["Lost There"])
        self.assertEqual(found["All Teams", "First"], (5, 0))
        self.assertEqual(found["All Teams", "Second"], (4, 1))
        self.assertEqual(found["Kiosks", "First"], (1, 0))


@tagged("post_install", "-at_install")
class TestFunnelTourPhone(TestFunnelTour):
    """The same on a phone."""

    allow_inherited_tests_method = True
    browser_size = "390x844"
    touch_enabled = True
