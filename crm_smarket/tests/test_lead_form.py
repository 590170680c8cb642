from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestLeadForm(ProjectCase):
    """What a salesperson sees and does in the form of an opportunity."""

    def _form(self, lead=None):
        leads = lead or self.env["crm.lead"]
        return Form(leads.with_user(self.seller), view="crm.crm_lead_view_form")

    def _dates(self, lead):
        return {stage.name: (stage.date_start, stage.date_end) for stage in lead.project_stage_ids}

    def test_choosing_a_template_shows_the_plan_before_saving(self):
        with self._form() as form:
            form.name = "A new shop"
            self.assertFalse(form.project_preview)
            form.project_template_id = self.template
            self.assertIn("Contract", form.project_preview)
            form.project_date_start = datetime(2026, 4, 1, 9)
            self.assertIn("Delivery", form.project_preview)
        lead = form.record
        self.assertEqual(lead.project_stage_ids[0].date_start, datetime(2026, 4, 1, 9))
        self.assertFalse(lead.project_preview)

    def test_a_team_brings_its_template(self):
        self.team.project_template_id = self.template
        form = self._form()
        form.name = "A new shop"
        form.team_id = self.team
        self.assertEqual(form.project_template_id, self.template)

    def test_a_delay_is_seen_before_it_is_saved(self):
        lead = self._create_lead()
        form = self._form(lead)
        with form.project_stage_ids.edit(1) as offer:
            offer.date_start = datetime(2026, 3, 10, 9)
        shown = {}
        for position in range(4):
            with form.project_stage_ids.edit(position) as stage:
                shown[stage.name] = tuple(map(fields.Datetime.to_datetime, (stage.date_start, stage.date_end)))
        self.assertEqual(shown["Offer"], (datetime(2026, 3, 10, 9), datetime(2026, 3, 13, 9)))
        self.assertEqual(shown["Contract"][0], datetime(2026, 3, 13, 9))
        self.assertEqual(self._stage(lead, "Contract").date_start, datetime(2026, 3, 6, 9), "nothing is saved yet")
        form.save()
        self.assertEqual(self._dates(lead), shown, "saving keeps exactly what was shown")
        self.assertEqual(lead.project_stage_ids.mapped(lambda s: bool(s.date_not_before)), [False, True, False, False])

    def test_a_longer_duration_and_another_link(self):
        lead = self._create_lead()
        with self._form(lead) as form:
            with form.project_stage_ids.edit(1) as offer:
                offer.date_end = datetime(2026, 3, 11, 9)
                self.assertEqual((offer.duration, offer.duration_unit), (8, "days"))
            with form.project_stage_ids.edit(3) as delivery:
                delivery.predecessor_ids.add(self._stage(lead, "Offer"))
                delivery.predecessor_ids.remove(self._stage(lead, "Contract").id)
        self.assertEqual(self._stage(lead, "Contract").date_start, datetime(2026, 3, 11, 9))
        self.assertEqual(self._stage(lead, "Delivery").date_start, datetime(2026, 3, 12, 9))

    def test_a_stage_added_by_hand_comes_last(self):
        lead = self._create_lead()
        with self._form(lead) as form, form.project_stage_ids.new() as extra:
            extra.name = "Training"
        extra = self._stage(lead, "Training")
        self.assertEqual(lead.project_stage_ids[-1], extra)
        self.assertEqual(extra.predecessor_ids.name, "Delivery")
        self.assertEqual(extra.date_start, self._stage(lead, "Delivery").date_end)

    def test_a_project_by_hand(self):
        with self._form() as form:
            form.name = "By hand"
            for name in ("Talk", "Sign"):
                with form.project_stage_ids.new() as stage:
                    stage.name = name
        lead = form.record
        self.assertEqual(lead.project_stage_ids.mapped("name"), ["Talk", "Sign"])
        self.assertTrue(all(lead.project_stage_ids.mapped("date_end")))
        self.assertEqual(lead.project_next_label, "Start: Talk")

    def test_removing_and_reordering(self):
        lead = self._create_lead()
        with self._form(lead) as form:
            form.project_stage_ids.remove(1)
            with form.project_stage_ids.edit(0) as needs:
                needs.sequence = 99
        self.assertEqual(lead.project_stage_ids.mapped("name"), ["Contract", "Delivery", "Needs"])

    def test_the_next_thing_to_do(self):
        lead = self._create_lead()
        self.assertEqual((lead.project_next_label, lead.project_other_count), ("Start: Needs", 0))
        lead.with_user(self.seller).action_project_next()
        self.assertEqual((lead.project_next_label, lead.project_other_count), ("Complete: Needs", 1))
        lead.project_stage_ids[1].action_start()
        self.assertEqual(lead.action_project_others()["domain"], [("id", "in", lead.project_stage_ids[:2].ids)])
        lead.action_project_next()
        self.assertEqual(lead.project_next_label, "Complete: Offer")
        lead.action_set_lost()
        self.assertFalse(lead.project_next_label)

    def test_a_closed_gate_opens_the_dialog_that_shows_what_is_missing(self):
        self.needs.write({"require_products": True})
        lead = self._create_lead()
        lead.project_stage_ids[0].action_start()
        action = lead.with_user(self.seller).action_project_next()
        wizard = self._open(action, self.seller)
        self.assertEqual([miss["kind"] for miss in wizard.gate_misses[0]["misses"]], ["products"])
        self.assertFalse(wizard.is_manager)
        dialog = Form(self.env[action["res_model"]].with_user(self.leader).with_context(**action["context"]))
        self.assertEqual(dialog.gate_misses[0]["id"], lead.project_stage_ids[0].id, "leads to the stage")
        wizard = self._open(action, self.leader)
        self.assertTrue(wizard.is_manager)
        with Form(wizard) as form:
            form.reason = "The customer is in a hurry"
        wizard.action_confirm()
        self.assertEqual(lead.project_stage_ids[0].state, "done")

    def _open(self, action, user):
        return self.env[action["res_model"]].with_user(user).with_context(**action["context"]).create({})

    def test_planned_volume_becomes_the_expected_revenue(self):
        lead = self._create_lead()
        product = self.env["product.product"].create({"name": "Scale", "list_price": 150})
        with self._form(lead) as form, form.project_product_line_ids.new() as line:
            line.product_id = product
            line.quantity = 4
            self.assertEqual(line.planned_amount, 600)
        lead.action_take_planned_amount()
        self.assertEqual(lead.expected_revenue, 600)

    def test_variance_in_days_of_the_calendar(self):
        lead = self._create_lead()
        lead.project_stage_ids[0].date_end = datetime(2026, 3, 6, 13)
        self.assertEqual(lead.project_stage_ids[0].variance_text, "+2 d 4 h")
        hours = self.env["resource.calendar"].create({"name": "Office", "tz": "UTC", "company_id": False})
        self.template.resource_calendar_id = hours
        office = self._create_lead()
        office.project_stage_ids[0].date_end = datetime(2026, 3, 6, 9)
        self.assertEqual(office.project_stage_ids[0].variance_text, "+2 d")

    def test_documents_of_a_stage_in_one_cell(self):
        self.needs.document_ids = [
            (0, 0, {"name": "Questionnaire", "required": True}),
            (0, 0, {"name": "Photos"}),
        ]
        self.contract.document_ids = [(0, 0, {"name": "Contract"})]
        lead = self._create_lead()
        stage = lead.project_stage_ids[0]
        self.assertEqual((stage.document_summary, stage.is_document_missing), ("0/2", True))
        self.assertEqual(lead.project_stage_ids.mapped("document_summary"), ["0/2", False, "0/1", False])
        stray = self.env["ir.attachment"].create(
            {"name": "q.txt", "raw": b"1", "res_model": "crm.lead", "res_id": lead.id}
        )
        self.assertEqual([file["id"] for file in lead.get_project_other_files()], stray.ids)
        stage.document_ids[0].assign_file(stray.id)
        self.assertEqual((stage.document_summary, stage.is_document_missing), ("1/2", False))
        self.assertFalse(lead.get_project_other_files())

    def test_a_file_of_another_record_is_copied_not_taken(self):
        lead = self._create_lead()
        file = self.env["ir.attachment"].create(
            {"name": "q.txt", "raw": b"1", "res_model": "res.partner", "res_id": self.env.user.partner_id.id}
        )
        document = self.env["crm.project.document"].create(
            {"lead_id": lead.id, "name": "Questionnaire", "attachment_ids": [(4, file.id)]}
        )
        self.assertEqual(file.res_model, "res.partner")
        self.assertEqual((document.attachment_ids.res_model, document.attachment_ids.res_id), ("crm.lead", lead.id))

    def test_parts_belong_to_stages_of_their_own_deal(self):
        lead, other = self._create_lead(), self._create_lead(name="Another")
        stage = other.project_stage_ids[0]
        with self.assertRaises(ValidationError):
            self.env["crm.project.document"].create({"lead_id": lead.id, "name": "X", "stage_id": stage.id})
        self.assertEqual(self.env["crm.project.document"].create({"name": "X", "stage_id": stage.id}).lead_id, other)
        with self.assertRaises(ValidationError):
            lead.activity_schedule(project_stage_id=stage.id)
        with self.assertRaises(ValidationError):
            self.env["calendar.event"].create(
                {"name": "X", "start": NOW, "stop": NOW, "opportunity_id": lead.id, "project_stage_id": stage.id}
            )

    def test_events_planned_from_a_stage_belong_to_it(self):
        lead = self._create_lead()
        stage = lead.project_stage_ids[0].with_user(self.seller)
        wizard = self._open(stage.action_schedule_activity(), self.seller)
        wizard.action_schedule_activities()
        self.assertEqual(stage.activity_ids.res_id, lead.id)
        context = stage.action_schedule_meeting()["context"]
        meeting = (
            self.env["calendar.event"]
            .with_user(self.seller)
            .with_context(**context)
            .create({"name": "Visit", "start": NOW, "stop": NOW})
        )
        self.assertEqual(meeting.project_stage_id, stage)

    def test_filters(self):
        lead = self._create_lead()
        plain = self._create_lead(project_template_id=False)
        both = lead + plain
        search = self.env["crm.lead"].search
        self.assertEqual(search([("project_revision", "=", 0), ("id", "in", both.ids)]), plain)
        self.assertEqual(search([("project_revision", ">", 0), ("id", "in", both.ids)]), lead)
        self.assertEqual(lead.project_template_stage_id, self.needs)
        self.assertFalse(lead.is_project_late, "a stage has the whole day of its planned start")
