from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, TransactionCase, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
class TestPlanView(TransactionCase):
    """The view type ``smarket_plan`` is checked when it is saved."""

    def _create_view(self, arch):
        return self.env["ir.ui.view"].create(
            {"name": "plan", "model": "crm.project.stage", "type": "smarket_plan", "arch": arch}
        )

    def test_valid(self):
        view = self._create_view('<smarket_plan date_start="date_start" date_end="date_end"/>')
        self.assertEqual(view.type, "smarket_plan")
        views = self.env["crm.project.stage"].get_views([(view.id, "smarket_plan")])
        self.assertIn("date_end", views["models"]["crm.project.stage"]["fields"])

    def test_switcher_knows_it(self):
        self.assertIn("smarket_plan", self.env["ir.ui.view"].get_view_info())

    def test_what_is_wrong_is_named(self):
        for arch, message in [
            ('<smarket_plan date_start="date_start"/>', "date_end"),
            ('<smarket_plan date_start="date_start" date_end="name"/>', "date and time"),
            ('<smarket_plan date_start="date_start" date_end="nowhere"/>', "nowhere"),
            ('<smarket_plan date_start="date_start" date_end="date_end" colour="1"/>', "colour"),
            ('<smarket_plan date_start="date_start" date_end="date_end"><field name="name"/></smarket_plan>', "field"),
        ]:
            with self.subTest(arch=arch), self.assertRaisesRegex(ValidationError, message):
                self._create_view(arch)


@tagged("post_install", "-at_install")
class TestMoveInForm(ProjectCase):
    """What dragging a bar in the opportunity does: the cascade is there before saving."""

    @freeze_time(NOW)
    def test_successors_move_before_saving(self):
        lead = self._create_lead()
        with Form(lead) as form:
            with form.project_stage_ids.edit(0) as needs:
                needs.date_start = datetime(2026, 3, 5, 9)
            with form.project_stage_ids.edit(2) as contract:
                self.assertEqual(contract.date_start, datetime(2026, 3, 8, 9))
            self.assertEqual(self._stage(lead, "Contract").date_start, datetime(2026, 3, 6, 9), "not yet saved")
        self.assertEqual(self._stage(lead, "Contract").date_start, datetime(2026, 3, 8, 9))
