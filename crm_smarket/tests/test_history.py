from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, ProjectCase

LATER = "2026-03-05 10:30:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestHistory(ProjectCase):
    """Whatever moves a deal, the history says from where, to where, when and by whom."""

    def _rows(self, lead, kind):
        self.env.flush_all()
        rows = self.env["crm.project.transition"].search([("lead_id", "=", lead.id), ("kind", "=", kind)], order="id")
        return [(row.label_from or None, row.label_to or None, row.date, row.user_id) for row in rows]

    def _plain_lead(self, **vals):
        return self._create_lead(project_template_id=False, **vals)

    def test_column_at_creation_and_change(self):
        lead = self._plain_lead().with_user(self.seller)
        with freeze_time(LATER):
            lead.stage_id = self.columns[1]
            lead.flush_recordset()
        self.assertEqual(
            self._rows(lead, "pipeline"),
            [
                (None, "First", NOW, self.env.user),
                ("First", "Second", datetime(2026, 3, 5, 10, 30), self.seller),
            ],
        )

    def test_column_found_by_core(self):
        """Leads created without a column get one from core; a team change may replace it."""
        lead = self.env["crm.lead"].create({"name": "No column given", "team_id": self.team.id})
        self.assertEqual(self._rows(lead, "pipeline"), [(None, lead.stage_id.name, NOW, self.env.user)])
        other_team = self.env["crm.team"].create({"name": "Elsewhere"})
        self.columns[0].team_ids = self.team
        lead = self._plain_lead()
        lead.team_id = other_team
        moved = self._rows(lead, "pipeline")[-1]
        self.assertNotEqual(lead.stage_id, self.columns[0])
        self.assertEqual(moved[:2], ("First", lead.stage_id.name))

    def test_same_column_again_is_no_change(self):
        lead = self._plain_lead()
        lead.stage_id = self.columns[0]
        self.assertEqual(len(self._rows(lead, "pipeline")), 1)

    def test_many_deals_in_one_statement(self):
        leads = self._plain_lead() + self._plain_lead() + self._plain_lead()
        leads[2].stage_id = self.columns[1]
        leads.stage_id = self.columns[1]
        for lead in leads:
            self.assertEqual([row[1] for row in self._rows(lead, "pipeline")], ["First", "Second"])

    def test_outcome(self):
        lead = self._plain_lead().with_user(self.seller)
        lead.action_set_lost()
        lead.flush_recordset()
        with freeze_time(LATER):
            lead.action_restore()
            lead.action_set_won()
            lead.flush_recordset()
        self.assertEqual(
            [(row[0], row[1], row[3]) for row in self._rows(lead, "outcome")],
            [
                ("Pending", "Lost", self.seller),
                ("Lost", "Pending", self.seller),
                ("Pending", "Won", self.seller),
            ],
        )

    def test_created_won(self):
        lead = self._plain_lead(stage_id=self.columns[3].id, probability=100)
        self.assertEqual([row[:2] for row in self._rows(lead, "outcome")], [("Pending", "Won")])

    def test_states_of_a_stage(self):
        lead = self._create_lead()
        needs = self._stage(lead, "Needs").with_user(self.seller)
        needs.action_start()
        needs.flush_recordset()
        with freeze_time(LATER):
            needs.action_complete()
            needs.flush_recordset()
            needs.action_reopen()
            needs.flush_recordset()
        rows = [row for row in self._rows(lead, "stage") if row]
        history = self.env["crm.project.transition"].search([("project_stage_id", "=", needs.id)], order="id")
        self.assertEqual(
            [(row.subject, row.state_from, row.state_to, row.user_id) for row in history],
            [
                ("Needs", False, "not_started", self.env.user),
                ("Needs", "not_started", "in_progress", self.seller),
                ("Needs", "in_progress", "done", self.seller),
                ("Needs", "done", "in_progress", self.seller),
            ],
        )
        self.assertEqual(history.mapped("date"), [NOW, NOW, datetime(2026, 3, 5, 10, 30), datetime(2026, 3, 5, 10, 30)])
        self.assertEqual(len(rows), 7, "the other three stages were made")

    def test_loss_and_restoring(self):
        lead = self._create_lead()
        self._stage(lead, "Needs").action_start()
        lead.action_set_lost()
        lead.action_restore()
        history = self.env["crm.project.transition"].search(
            [("project_stage_id", "=", self._stage(lead, "Needs").id)], order="id"
        )
        self.assertEqual(history.mapped("state_to"), ["not_started", "in_progress", "cancelled", "in_progress"])

    def test_sudo_names_the_person_and_the_clock_is_nobody(self):
        lead = self._create_lead()
        needs, offer, contract, _delivery = lead.project_stage_ids
        needs.with_user(self.seller).sudo().action_start()
        needs.with_user(self.seller).flush_recordset()
        (needs | offer).with_user(self.seller).action_complete()
        self.env.flush_all()
        self.assertEqual(contract.state, "in_progress")
        contract.action_complete()
        self.env.flush_all()
        robot = self.env.ref("base.user_root")
        self.env["crm.project.stage"].with_user(robot).search([("id", "in", lead.project_stage_ids.ids)])
        with freeze_time("2026-03-10 12:00:00"):
            lead.with_user(robot)._start_due_stages()
            self.env["crm.project.stage"].with_user(robot).flush_model()
        last = self.env["crm.project.transition"].search([("lead_id", "=", lead.id)], limit=1)
        self.assertEqual((last.subject, last.state_to, last.user_id), ("Delivery", "in_progress", robot))
        first = self.env["crm.project.transition"].search(
            [("project_stage_id", "=", needs.id), ("state_to", "=", "in_progress")]
        )
        self.assertEqual(first.user_id, self.seller)

    def test_nobody_changes_the_past(self):
        lead = self._create_lead()
        admin = self.env.ref("base.user_admin")
        row = lead.project_transition_ids[:1]
        for user in (self.seller, self.manager, admin):
            history = row.with_user(user)
            with self.subTest(user=user.login):
                self.assertTrue(history.name or history.kind)
                with self.assertRaises(UserError):
                    history.write({"date": "2020-01-01 00:00:00"})
                with self.assertRaises(UserError):
                    history.unlink()
                with self.assertRaises(UserError):
                    history.create({"lead_id": lead.id, "kind": "stage", "date": NOW})
                with self.assertRaises(UserError):
                    history.copy()
                with self.assertRaises(UserError):
                    lead.with_user(user).write({"project_transition_ids": [(5,)]})
        with self.assertRaises(UserError, msg="not even for the superuser"):
            row.sudo().write({"user_id": False})
        loaded = row.with_user(admin).load(
            ["lead_id/.id", "kind", "date"], [[str(lead.id), "Won or lost", "2020-01-01 00:00:00"]]
        )
        self.assertFalse(loaded["ids"])
        self.assertTrue(loaded["messages"])

    def test_merge_keeps_both_histories_apart(self):
        head = self._create_lead(name="Head")
        tail = self._create_lead(name="Tail")
        self._stage(tail, "Needs").action_start()
        with freeze_time(LATER):
            head.stage_id = self.columns[2]
            tail.stage_id = self.columns[1]
            merged = (head | tail).merge_opportunity(auto_unlink=True)
        self.assertEqual(merged, head)
        rows = self.env["crm.project.transition"].search(
            [("lead_id", "=", head.id), ("kind", "=", "pipeline")], order="id"
        )
        self.assertEqual(rows.filtered(lambda r: r.origin_lead_id == head.id).mapped("label_to"), ["First", "Third"])
        own = rows.filtered(lambda r: r.origin_lead_id == tail.id)
        self.assertEqual(
            [(row.label_from, row.label_to) for row in own],
            [(False, "First"), ("First", "Second"), ("Second", False)],
            "merging is the leaving of the last column",
        )
        self.assertTrue(
            self.env["crm.project.transition"].search_count(
                [("lead_id", "=", head.id), ("origin_lead_id", "=", tail.id), ("state_to", "=", "in_progress")]
            )
        )

    def test_removed_stage_and_column_stay_in_the_past(self):
        lead = self._create_lead()
        delivery = self._stage(lead, "Delivery")
        delivery.unlink()
        self.assertTrue(
            self.env["crm.project.transition"].search_count([("lead_id", "=", lead.id), ("name", "=", "Delivery")])
        )
        lead = self._plain_lead()
        lead.stage_id = self.columns[1]
        self.env["crm.lead"].search([("stage_id", "=", self.columns[0].id)]).stage_id = self.columns[1]
        self.needs.crm_stage_id = False
        self.env.flush_all()
        self.columns[0].unlink()
        self.assertEqual([row[1] for row in self._rows(lead, "pipeline")], ["First", "Second"])

    def test_strangers_see_no_history(self):
        lead = self._create_lead()
        lead.flush_recordset()
        History = self.env["crm.project.transition"]
        self.assertFalse(History.with_user(self.other).search([("lead_id", "=", lead.id)]))
        self.assertTrue(History.with_user(self.seller).search([("lead_id", "=", lead.id)]))
        lead.action_set_lost()
        self.assertTrue(History.with_user(self.leader).search([("lead_id", "=", lead.id)]), "lost deals, too")

    def test_one_statement_for_a_column_change(self):
        """Deals without a template pay one INSERT for their history, nothing else."""
        leads = self._plain_lead() + self._plain_lead()
        self.env.flush_all()
        statements = []
        execute = type(self.env.cr).execute

        def spy(cursor, query, *args, **kwargs):
            statements.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", spy)
        leads.write({"stage_id": self.columns[3].id})
        self.env.flush_all()
        ours = [query for query in statements if "crm_project" in query]
        self.assertEqual(len(ours), 1, ours)
