from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .common import ProjectCase

START = datetime(2026, 1, 5, 9)
TODAY = datetime(2026, 3, 2, 9)


@tagged("post_install", "-at_install")
class TestPlace(ProjectCase):
    """Deals that were under way before they had projects get into the stages of their columns."""

    def _deal(self, *steps, **vals):
        """Return a deal created on 5 January in the first column; steps are (days later, column number)."""
        with freeze_time(START):
            lead = self._create_lead(project_template_id=False, project_date_start=False, **vals)
            self.env.flush_all()
            self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", [START, lead.id])
            lead.invalidate_recordset(["create_date"])
        for days, number in steps:
            with freeze_time(START + timedelta(days=days)):
                lead.with_user(self.seller).stage_id = self.columns[number]
                lead.with_user(self.seller).flush_recordset()
        return lead

    def _place(self, leads, template=None):
        with freeze_time(TODAY):
            placed = leads.with_user(self.manager)._place_in_template(template or self.template)
            self.env.flush_all()
        return placed

    def _dates(self, lead):
        return [(s.name, s.state, s.date_start, s.date_end) for s in lead.project_stage_ids]

    def test_real_dates(self):
        lead = self._deal((3, 1), (10, 2))
        self._place(lead)
        self.assertEqual(
            self._dates(lead),
            [
                ("Needs", "done", START, START + timedelta(days=3)),
                ("Offer", "done", START + timedelta(days=3), START + timedelta(days=10)),
                ("Contract", "in_progress", START + timedelta(days=10), START + timedelta(days=11)),
                ("Delivery", "not_started", START + timedelta(days=12), START + timedelta(days=17)),
            ],
        )
        self.assertEqual(lead.project_date_start, START)
        self.assertEqual(lead.project_template_id, self.template)
        self.assertEqual(lead.project_current_stage_id.name, "Contract")
        self.assertEqual(lead.project_progress, 50)
        self.assertEqual(lead.stage_id, self.columns[2], "placing moves no deal")
        self.assertTrue(lead.is_project_late)

    def test_back_and_forth(self):
        """A column counts from the first entering to the last leaving; the present one from the last entering."""
        lead = self._deal((1, 1), (2, 0), (4, 1), (5, 2), (8, 1))
        self._place(lead)
        self.assertEqual(
            self._dates(lead)[:3],
            [
                ("Needs", "done", START, START + timedelta(days=4)),
                ("Offer", "in_progress", START + timedelta(days=8), START + timedelta(days=11)),
                ("Contract", "not_started", START + timedelta(days=11), START + timedelta(days=12)),
            ],
        )

    def test_unknown_past(self):
        """A column that was jumped over was passed in no time; the history tells no duration."""
        lead = self._deal((6, 2))
        self._place(lead)
        self.assertEqual(
            self._dates(lead)[:2],
            [
                ("Needs", "done", START, START + timedelta(days=6)),
                ("Offer", "done", START + timedelta(days=6), START + timedelta(days=6)),
            ],
        )
        rows = lead.project_transition_ids.filtered(lambda r: r.kind == "stage").sorted("id")
        self.assertEqual(
            [(r.subject, r.state_from, r.state_to, r.date, r.user_id) for r in rows],
            [
                ("Needs", False, "in_progress", START, self.env.user),
                ("Needs", "in_progress", "done", START + timedelta(days=6), self.seller),
                ("Offer", False, "done", START + timedelta(days=6), self.manager),
                ("Contract", False, "in_progress", START + timedelta(days=6), self.seller),
                ("Delivery", False, "not_started", TODAY, self.manager),
            ],
        )

    def test_without_history(self):
        lead = self._deal()
        lead.date_last_stage_update = START + timedelta(days=2)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_project_transition WHERE lead_id = %s", [lead.id])
        self.env.invalidate_all()
        self._place(lead)
        self.assertEqual(self._dates(lead)[0][:3], ("Needs", "in_progress", START + timedelta(days=2)))

    def test_gates_are_not_asked_but_logged(self):
        self.needs.require_products = True
        lead = self._deal((3, 1))
        self._place(lead)
        self.assertEqual(self._stage(lead, "Needs").state, "done")
        text = lead.message_ids[0].body
        self.assertIn("Offer", text)
        self.assertIn("Taken as completed, without asking what had to be there: Needs.", text)
        self.assertFalse(
            lead.message_ids.tracking_value_ids.filtered(lambda v: v.field_id.name == "project_template_id")
        )

    def test_papers_for_what_is_to_be_done(self):
        self.env["crm.project.template.document"].create(
            [
                {"template_stage_id": self.needs.id, "name": "Questionnaire", "required": True},
                {"template_stage_id": self.contract.id, "name": "Contract", "required": True},
            ]
        )
        lead = self._deal((3, 1))
        self._place(lead)
        self.assertEqual(lead.project_document_ids.mapped("name"), ["Contract"])

    def test_activities_of_the_stage_in_progress(self):
        """As when a stage starts, counted from today; for what is done already nothing is to be done."""
        plans = self.env["mail.activity.plan"].create(
            [
                {
                    "name": name,
                    "res_model": "crm.lead",
                    "template_ids": [
                        Command.create(
                            {
                                "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                                "summary": name,
                                "delay_count": 3,
                                "delay_from": "after_plan_date",
                            }
                        )
                    ],
                }
                for name in ("Ask", "Show", "Sign")
            ]
        )
        for rule, plan in zip(self.needs | self.offer | self.contract, plans, strict=True):
            rule.activity_plan_id = plan
        self.offer.require_activities = True
        lead = self._deal((3, 1))
        self._place(lead)
        offer = self._stage(lead, "Offer")
        self.assertEqual(lead.activity_ids.mapped("summary"), ["Show"])
        self.assertEqual(lead.activity_ids.project_stage_id, offer)
        self.assertEqual(lead.activity_ids.user_id, self.seller)
        self.assertEqual(lead.activity_ids.date_deadline, TODAY.date() + timedelta(days=3))
        lead.activity_ids.action_done()
        self.assertFalse(offer._get_gate_misses())

    def test_branches(self):
        """What the column's stage follows is done as well, even if it stands lower in the list."""
        survey = self.env["crm.project.template.stage"].create(
            {"template_id": self.template.id, "name": "Survey", "sequence": 50}
        )
        self.offer.predecessor_ids |= survey
        side = self.env["crm.project.template.stage"].create(
            {
                "template_id": self.template.id,
                "name": "Side",
                "sequence": 60,
                "dependency_type": "hard",
                "predecessor_ids": [Command.set(self.needs.ids)],
            }
        )
        lead = self._deal((3, 1))
        self._place(lead)
        states = {stage.name: stage.state for stage in lead.project_stage_ids}
        self.assertEqual(states["Survey"], "done")
        self.assertEqual(states["Contract"], "not_started")
        self.assertEqual(states[side.name], "in_progress", "a hard stage starts when all it follows is done")

    def test_who_is_left_alone(self):
        self.template.team_ids = self.team
        other_team = self.env["crm.team"].create({"name": "Others"})
        won = self._deal((3, 3))
        lost = self._deal()
        lost.action_set_lost()
        alien = self._deal(team_id=other_team.id)
        nameless = self._deal(stage_id=self.env["crm.stage"].create({"name": "Nowhere", "sequence": 150}).id)
        has_project = self._create_lead()
        before = has_project.project_stage_ids
        good = self._deal()
        placed = self._place(won | lost | alien | nameless | has_project | good)
        self.assertEqual(placed, good)
        self.assertEqual(has_project.project_stage_ids, before)
        self.assertFalse((won | lost | alien | nameless).project_stage_ids)

    def test_twice_changes_nothing(self):
        lead = self._deal((3, 1))
        self._place(lead)
        stages = lead.project_stage_ids
        self.assertFalse(self._place(lead))
        self.assertEqual(lead.project_stage_ids, stages)

    def test_the_dialog_shows_first_and_then_does(self):
        self.template.team_ids = self.team
        leads = self._deal() | self._deal((3, 1)) | self._deal((4, 1))
        nowhere = self.env["crm.stage"].create({"name": "Nowhere", "sequence": 150})
        leads |= self._deal(stage_id=nowhere.id)
        with Form(
            self.env["crm.project.place"].with_user(self.manager).with_context(default_template_id=self.template.id)
        ) as form:
            self.assertEqual(form.placed_count, 3)
            self.assertEqual(form.left_count, 1)
        wizard = form.record
        self.assertEqual(
            [(line.crm_stage_id.name, line.template_stage_id.name, line.deal_count) for line in wizard.line_ids],
            [("First", "Needs", 1), ("Second", "Offer", 2), ("Nowhere", False, 1)],
        )
        self.assertFalse(leads.project_stage_ids, "nothing happens before")
        wizard.action_place()
        self.assertEqual(
            leads.project_stage_ids.filtered(lambda s: s.state == "in_progress").mapped("name"),
            ["Needs", "Offer", "Offer"],
        )

    def test_selected_deals(self):
        leads = self._deal() | self._deal((3, 1))
        self._deal()
        wizard = Form(
            self.env["crm.project.place"]
            .with_user(self.manager)
            .with_context(active_model="crm.lead", active_ids=(leads | self._create_lead()).ids)
        )
        self.assertFalse(wizard.placed_count)
        wizard.template_id = self.template
        self.assertEqual((wizard.selected_count, wizard.placed_count, wizard.left_count), (3, 2, 1))
        wizard.save().action_place()
        self.assertEqual(leads.mapped("project_current_stage_id.name"), ["Needs", "Offer"])

    def test_deals_of_other_companies_are_not_counted(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        own, far = self._deal(team_id=False), self._deal(company_id=company.id, team_id=False, user_id=False)
        wizard = Form(
            self.env["crm.project.place"].with_user(self.manager).with_context(default_template_id=self.template.id)
        )
        self.assertEqual(wizard.placed_count, 1)
        wizard.save().action_place()
        self.assertTrue(own.project_stage_ids)
        self.assertFalse(far.project_stage_ids)

    def test_managers_only(self):
        for user in (self.seller, self.leader):
            with self.assertRaises(AccessError):
                self.env["crm.project.place"].with_user(user).create({"template_id": self.template.id})

    def test_queries_do_not_grow_with_the_deals(self):
        def count(number):
            leads = self.env["crm.lead"].concat(*[self._deal((3, 1), (5, 2)) for _number in range(number)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._place(leads)
            return self.env.cr.sql_log_count - before

        count(1)
        few, many = count(2), count(20)
        self.assertLessEqual(many, few + 5)
