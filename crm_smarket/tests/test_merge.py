from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestMerge(ProjectCase):
    """Merging keeps the stages, documents, products, events and history of all deals."""

    def setUp(self):
        super().setUp()
        # the further column makes it the deal that is kept
        self.head = self._create_lead(name="Kept", stage_id=self.columns[2].id, probability=90)
        self.tail = self._create_lead(
            name="Merged", probability=10, project_date_start=datetime(2026, 3, 20, 9), project_template_id=False
        )

    def _merge(self, user=None):
        deals = self.head | self.tail
        merged = deals.with_user(user or self.seller).merge_opportunity()
        self.assertEqual(merged, self.head)
        self.env.flush_all()
        self.env.invalidate_all()
        return merged.with_env(self.env)

    def _table(self, stages):
        return [(s.name, s.state, s.date_start, s.date_end) for s in stages]

    def test_both_plans_are_kept(self):
        self.tail.project_template_id = self.template
        self.tail.project_stage_ids[0].date_start = datetime(2026, 3, 25, 9)
        self.head.project_stage_ids[0].action_start()
        own, taken = self.head.project_stage_ids, self.tail.project_stage_ids
        tables = self._table(own), self._table(taken)
        merged = self._merge()
        self.assertEqual(merged.project_stage_ids, own + taken, "those of the kept deal first")
        self.assertEqual((self._table(own), self._table(taken)), tables, "no date moves")
        merged.project_date_start = datetime(2026, 3, 4, 9)
        self.assertEqual(own[1].date_start, datetime(2026, 3, 5, 9))
        self.assertEqual(self._table(taken), tables[1], "each keeps its own origin")
        taken[0].with_user(self.seller).action_complete()
        self.assertEqual(merged.project_stage_ids.lead_id, merged)
        history = self.env["crm.project.transition"].search([("project_stage_id", "=", taken[0].id)])
        self.assertEqual(history.lead_id, merged)

    def test_template_of_the_merged_deal(self):
        """The kept deal had no project: it takes over plan, template and start, once."""
        self.head.unlink()
        self.head = self._create_lead(
            name="Kept",
            stage_id=self.columns[2].id,
            probability=90,
            project_template_id=False,
            project_date_start=False,
        )
        self.tail.project_template_id = self.template
        self.tail.project_stage_ids[0].action_start()
        stages = self.tail.project_stage_ids
        merged = self._merge()
        self.assertEqual(merged.project_stage_ids, stages)
        self.assertEqual(merged.project_template_id, self.template)
        self.assertEqual(merged.project_date_start, datetime(2026, 3, 20, 9))

    def test_papers_goods_and_events(self):
        self.tail.project_template_id = self.template
        stage = self.tail.project_stage_ids[0]
        document, whole = self.env["crm.project.document"].create(
            [{"name": "Plan", "stage_id": stage.id}, {"name": "Letter", "lead_id": self.tail.id}]
        )
        file = self.env["ir.attachment"].create({"name": "scan.pdf", "raw": b"%PDF"})
        document.attachment_ids = file
        product = self.env["product.product"].create({"name": "Scale"})
        line, whole_line = self.env["crm.project.product.line"].create(
            [
                {"product_id": product.id, "stage_id": stage.id},
                {"product_id": product.id, "lead_id": self.tail.id},
            ]
        )
        activity, done = (
            self.tail.activity_schedule(summary=name, user_id=self.seller.id, project_stage_id=stage.id)
            for name in ("Call", "Visited")
        )
        done.action_done()
        meeting = self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": NOW,
                "stop": NOW,
                "opportunity_id": self.tail.id,
                "project_stage_id": stage.id,
            }
        )
        merged = self._merge()
        self.assertEqual((document | whole).mapped("lead_id"), merged)
        self.assertEqual((line | whole_line).mapped("lead_id"), merged)
        self.assertEqual((document.attachment_ids, file.res_id), (file, merged.id))
        self.assertEqual((activity | done).mapped("res_id"), [merged.id] * 2)
        self.assertEqual((stage.activity_ids, stage.calendar_event_ids), (activity | done, meeting))
        self.assertEqual(meeting.opportunity_id, merged)

    def test_stages_made_by_hand_keep_their_rules(self):
        Stage = self.env["crm.project.stage"].with_user(self.seller)
        mine = Stage.create({"lead_id": self.head.id, "name": "Mine"})
        taken = Stage.create({"lead_id": self.tail.id, "name": "Taken"})
        taken.sudo().template_stage_id.duties = "Be there in time"
        merged = self._merge()
        self.assertEqual(taken.lead_id, merged)
        self.assertEqual((taken.duties, taken.template_id), ("Be there in time", mine.template_id))
        self.assertEqual(taken.date_origin, datetime(2026, 3, 20, 9))

    def test_a_lost_deal_is_not_brought_back(self):
        self.tail.project_template_id = self.template
        self.tail.project_stage_ids[0].action_complete()
        self.tail.action_set_lost()
        taken = self.tail.project_stage_ids
        merged = self._merge()
        self.assertEqual(taken.mapped("state"), ["done", "cancelled", "cancelled", "cancelled"])
        merged.action_set_lost()
        merged.action_restore()
        self.assertEqual(taken.mapped("state"), ["done", "cancelled", "cancelled", "cancelled"])
        self.assertEqual(set((merged.project_stage_ids - taken).mapped("state")), {"not_started"})

    def test_column_of_the_kept_deal(self):
        """Merging passes no gate, and says so where it passes stages."""
        self.needs.require_products = True
        second_team = self.env["crm.team"].create({"name": "Kiosks"})
        self.head.stage_id = self.columns[0]
        only = self.env["crm.stage"].create({"name": "Kiosk", "sequence": 102, "team_ids": [(6, 0, second_team.ids)]})
        self.env["crm.stage"].search([("team_ids", "=", False)]).team_ids = self.team
        self.offer.crm_stage_id = only
        deals = self.head | self.tail
        merged = deals.with_user(self.manager).merge_opportunity(team_id=second_team.id)
        self.assertEqual(merged.stage_id, only)
        self.assertEqual(set(merged.project_stage_ids.mapped("state")), {"not_started"})
        bodies = " ".join(merged.message_ids.mapped("body"))
        self.assertIn("Moved to the column “Kiosk” by merging, without completing: Needs.", bodies)

    def test_deals_without_projects(self):
        heads = self._create_lead(project_template_id=False) | self._create_lead(project_template_id=False)
        merged = heads.with_user(self.seller).merge_opportunity()
        self.assertFalse(merged.project_revision)

    def test_handed_over_while_merging(self):
        merged = (self.head | self.tail).with_user(self.seller).merge_opportunity(user_id=self.other.id)
        self.assertEqual(merged.sudo().user_id, self.other)
        self.assertEqual(merged.sudo().project_stage_ids[0].user_ids, self.other)
