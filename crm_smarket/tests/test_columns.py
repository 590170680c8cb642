from freezegun import freeze_time

from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestColumns(ProjectCase):
    """Columns follow stages, and a person's move to a later column asks the stages it passes."""

    def _states(self, lead):
        return lead.project_stage_ids.mapped("state")

    def test_starting_moves_the_card(self):
        lead = self._create_lead(stage_id=self.columns[0].id).with_user(self.seller)
        needs, offer, contract, _delivery = lead.project_stage_ids
        needs.action_start()
        self.assertEqual(lead.stage_id, self.columns[0])
        offer.action_start()
        self.assertEqual(lead.stage_id, self.columns[1])
        offer.action_complete()
        self.assertEqual((contract.state, lead.stage_id), ("in_progress", self.columns[2]))

    def test_starting_never_moves_back_nor_out_of_won(self):
        lead = self._create_lead(stage_id=self.columns[2].id)
        needs, offer, _contract, _delivery = lead.project_stage_ids
        needs.action_start()
        self.assertEqual(lead.stage_id, self.columns[2])
        won = self._create_lead(stage_id=self.columns[3].id)
        late = self.env["crm.stage"].create({"name": "After", "sequence": 200})
        self.needs.crm_stage_id = late
        won.project_stage_ids[0].action_start()
        self.assertEqual((won.stage_id, won.won_status), (self.columns[3], "won"))

    def test_a_stage_may_lead_to_won(self):
        self.delivery.write({"crm_stage_id": self.columns[3].id, "lag": 0})
        lead = self._create_lead().with_user(self.seller)
        lead.project_stage_ids[:3].action_complete()
        self.assertEqual((lead.stage_id, lead.won_status), (self.columns[3], "won"))
        self.assertEqual(self._states(lead), ["done", "done", "done", "in_progress"])

    def test_won_named_by_a_stage_asks_for_those_before_it(self):
        self.delivery.write({"crm_stage_id": self.columns[3].id, "lag": 0})
        lead = self._create_lead().with_user(self.seller)
        lead.stage_id = self.columns[3]
        self.assertEqual(self._states(lead), ["done", "done", "done", "in_progress"])

    def test_dropping_into_a_later_column(self):
        """It completes the stages before the one that names the column, and starts that one."""
        lead = self._create_lead().with_user(self.seller)
        lead.stage_id = self.columns[1]
        self.assertEqual(self._states(lead), ["done", "in_progress", "not_started", "not_started"])
        self.assertEqual(lead.stage_id, self.columns[1])

    def test_dropping_back_or_beside_asks_for_nothing(self):
        lead = self._create_lead(stage_id=self.columns[1].id).with_user(self.seller)
        beside = self.env["crm.stage"].create({"name": "No stage names it", "sequence": 103})
        for column in (self.columns[0], beside, self.columns[1]):
            lead.stage_id = column
        self.assertEqual(set(self._states(lead)), {"not_started"})

    def test_won_asks_for_all(self):
        self.delivery.require_products = True
        self.contract.completion_domain = "[('expected_revenue', '>', 0)]"
        self.delivery.lag = 0
        leads = (self._create_lead() | self._create_lead(name="Second shop")).with_user(self.seller)
        with self.assertRaises(RedirectWarning) as caught:
            leads.action_set_won()
        titles = [line for line in caught.exception.args[0].split("\n") if line.startswith("“")]
        self.assertEqual(
            titles,
            [
                f"“{stage}” of “{lead}” cannot be completed yet:"
                for lead in ("A new shop", "Second shop")
                for stage in ("Contract", "Delivery")
            ],
        )
        self.env.invalidate_all()
        self.assertEqual(leads.stage_id, self.columns[0])
        self.contract.completion_domain = False
        self.delivery.require_products = False
        leads.action_set_won()
        self.assertEqual(set(leads.project_stage_ids.mapped("state")), {"done"})
        self.assertEqual(leads.mapped("won_status"), ["won", "won"])

    def test_won_in_columns_of_two_teams(self):
        """All that is missing, also when the deals go to different Won columns."""
        second_team = self.env["crm.team"].create({"name": "Kiosks"})
        self.columns[3].team_ids = self.team
        self.columns[3].copy({"team_ids": [(6, 0, second_team.ids)], "sequence": 105})
        self.needs.require_products = True
        leads = self._create_lead() | self._create_lead(name="A kiosk", team_id=second_team.id)
        with self.assertRaises(RedirectWarning) as caught:
            leads.action_set_won()
        self.assertIn("“Needs” of “A new shop”", caught.exception.args[0])
        self.assertIn("“Needs” of “A kiosk”", caught.exception.args[0])

    def test_an_archived_deal_is_won(self):
        self.delivery.lag = 0
        lead = self._create_lead()
        lead.action_set_lost()
        lead.action_set_won()
        self.assertEqual((lead.won_status, set(self._states(lead))), ("won", {"done"}))

    def test_template_whose_columns_do_not_follow(self):
        self.template.columns_follow_stages = False
        self.needs.require_products = True
        lead = self._create_lead().with_user(self.seller)
        lead.stage_id = self.columns[2]
        lead.action_set_won()
        self.assertEqual(set(self._states(lead)), {"not_started"})

    def test_project_made_by_hand(self):
        lead = self._create_lead(project_template_id=False).with_user(self.seller)
        stage = self.env["crm.project.stage"].with_user(self.seller).create({"lead_id": lead.id, "name": "Visit"})
        stage.template_stage_id.sudo().require_products = True
        with self.assertRefused("“Visit” of “A new shop” cannot be completed", RedirectWarning):
            lead.action_set_won()

    def test_handing_over_with_the_last_move(self):
        """A seller may give the deal away in the same breath; what follows still happens."""
        lead = self._create_lead()
        lead.with_user(self.seller).write({"stage_id": self.columns[1].id, "user_id": self.other.id})
        self.assertEqual(self._states(lead), ["done", "in_progress", "not_started", "not_started"])
        self.assertEqual(self._stage(lead, "Contract").user_ids, self.other)

    def test_team_change_is_exempt(self):
        """Core moves the card when the new team does not have its column."""
        other = self.env["crm.team"].create({"name": "Kiosks"})
        kiosk = self.env["crm.stage"].create({"name": "Kiosks", "sequence": 1, "team_ids": [(6, 0, other.ids)]})
        self.env["crm.stage"].search([("team_ids", "=", False)]).team_ids = self.team
        self.needs.require_products = True
        lead = self._create_lead()
        kiosk.sequence = 102
        lead.team_id = other
        self.env.flush_all()
        self.assertEqual((lead.stage_id, lead.project_stage_ids[0].state), (kiosk, "not_started"))
        moves = self.env["crm.project.transition"].search([("lead_id", "=", lead.id), ("kind", "=", "pipeline")])
        self.assertEqual(moves[0].crm_stage_to_id, kiosk, "kept in the history")

    def test_conversion_is_exempt_and_logged(self):
        """A lead has its project, too; where core finds it a column, no gate is asked."""
        self.needs.require_products = True
        lead = self._create_lead(type="lead")
        stages = lead.project_stage_ids
        lead.stage_id = False
        self.columns[1].sequence = 0
        customer = self.env["res.partner"].create({"name": "Shopkeeper"})
        lead.with_user(self.seller).convert_opportunity(customer, user_ids=self.other.ids)
        self.assertEqual((lead.type, lead.project_stage_ids, lead.stage_id), ("opportunity", stages, self.columns[1]))
        self.assertEqual(set(self._states(lead)), {"not_started"})
        self.assertIn(
            "Moved to the column “Second” by conversion to an opportunity, without completing: Needs.",
            " ".join(lead.message_ids.mapped("body")),
        )
