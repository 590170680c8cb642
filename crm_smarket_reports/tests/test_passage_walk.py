from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_smarket.tests import test_random_walk


@tagged("post_install", "-at_install")
class TestPassageWalk(test_random_walk.TestRandomWalk):
    """Whatever people do with their deals in whatever order, passages are what the deals themselves say."""

    def _check(self, leads, what):
        facts = self.env["crm.passage.fact"].search(Domain("lead_id", "in", leads.ids))
        documents = SQL("SELECT id FROM crm_lead WHERE id = ANY(%s)", leads.ids)
        self.assertEqual(self.env["crm.passage.fact"]._count_differences(documents), 0, what)
        for lead in leads:
            rows = facts.filtered(lambda fact, lead=lead: fact.lead_id == lead)
            if not lead.active and lead.won_status == "pending":
                self.assertFalse(rows, what)
                continue
            [whole] = rows.filtered(lambda fact: fact.kind == "deal")
            outcome = {"won": "passed", "lost": "failed", "pending": "open"}[lead.won_status]
            self.assertEqual(whole.outcome, outcome, what)
            stages = rows.filtered(lambda fact: fact.kind == "stage")
            # merged deals may bring the same stage twice: it counts once, as the kept deal's own
            twice = {
                rules for rules, same in lead.project_stage_ids.grouped("template_stage_id").items() if len(same) > 1
            }
            for state, outcomes in (("done", ["passed"]), ("in_progress", ["open"])):
                expected = lead.project_stage_ids.filtered(lambda stage, state=state: stage.state == state)
                found = stages.filtered(lambda fact, outcomes=outcomes: fact.outcome in outcomes)
                self.assertEqual(set(found.template_stage_id) - twice, set(expected.template_stage_id) - twice, what)
            skipped = stages.filtered(lambda fact: fact.outcome == "skipped").project_stage_id
            self.assertTrue(all(skipped.mapped("is_skipped")), what)
            self.assertTrue(all(fact.days >= 0 for fact in rows), what)
            if lead.won_status == "lost":
                self.assertFalse(rows.filtered(lambda fact: fact.outcome == "open"), what)
