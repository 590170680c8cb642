import ast
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import Form, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestHandMade(ProjectCase):
    """Stages that a seller adds, and projects built without any template."""

    def _add(self, lead, **vals):
        return self.env["crm.project.stage"].with_user(self.seller).create({"lead_id": lead.id, **vals})

    def test_a_project_without_template(self):
        lead = self._create_lead(project_template_id=False, project_date_start=False)
        self.assertFalse(lead.project_revision)
        visit, quote = (
            self.env["crm.project.stage"]
            .with_user(self.seller)
            .create(
                [
                    {"lead_id": lead.id, "name": "Visit", "duration": 2},
                    {"lead_id": lead.id, "name": "Quote", "offset": 1, "duration": 4, "duration_unit": "hours"},
                ]
            )
        )
        self.assertEqual(lead.project_date_start, NOW, "it begins with its first stage")
        quote.write({"predecessor_ids": [(4, visit.id)], "dependency_type": "hard", "lag": 1})
        self.assertEqual(
            [(s.date_start, s.date_end, s.baseline_date_end) for s in visit | quote],
            [
                (NOW, datetime(2026, 3, 4, 9), datetime(2026, 3, 4, 9)),
                (datetime(2026, 3, 5, 9), datetime(2026, 3, 5, 13), datetime(2026, 3, 3, 13)),
            ],
        )
        self.assertEqual((visit | quote).template_id.lead_id, lead, "rules of their own")
        self.assertEqual((visit | quote).user_ids, self.seller)
        self.assertEqual(lead.project_current_stage_id, visit)
        lead.project_date_start = datetime(2026, 3, 3, 9)
        self.assertEqual(quote.date_start, datetime(2026, 3, 6, 9))

    def test_a_stage_added_to_a_template_project(self):
        lead = self._create_lead()
        offer, contract = lead.project_stage_ids[1:3]
        check = self._add(lead, name="Credit check", sequence=5, predecessor_ids=[(4, offer.id)], duration=2)
        contract.predecessor_ids = [(4, check.id)]
        self.assertEqual((check.date_start, check.date_end), (NOW.replace(day=3), NOW.replace(day=5)))
        check.date_end = NOW.replace(day=9)
        self.assertEqual(contract.date_start, NOW.replace(day=9))
        check.template_stage_id.sudo().require_products = True
        with self.assertRefused("“Credit check” of “A new shop” cannot be completed", RedirectWarning):
            (lead.project_stage_ids[:2] | check).action_complete()

    def test_in_the_form(self):
        lead = self._create_lead()
        with Form(lead.with_user(self.seller)) as form, form.project_stage_ids.new() as line:
            line.name = "Credit check"
            line.duration = 3
        stage = self._stage(lead, "Credit check")
        self.assertEqual(stage.predecessor_ids.name, "Delivery", "added at the end, it follows the last one")
        self.assertEqual((stage.date_start, stage.date_end), (NOW.replace(day=13), NOW.replace(day=16)))
        self.assertEqual((stage.baseline_date_end, stage.date_not_before), (NOW.replace(day=16), False))
        self.assertEqual(stage.user_ids, self.seller)

    def test_kept_when_the_template_is_replaced(self):
        lead = self._create_lead()
        mine = self._add(lead, name="Mine", predecessor_ids=[(4, lead.project_stage_ids[0].id)])
        lead.project_stage_ids[0].action_start()
        second = self.env["crm.project.template"].create(
            {"name": "Service", "stage_ids": [(0, 0, {"name": "Contract of service"})]}
        )
        lead.with_user(self.seller).project_template_id = second
        self.assertEqual(set(lead.project_stage_ids.mapped("name")), {"Needs", "Mine", "Contract of service"})
        self.assertEqual(mine.predecessor_ids.name, "Needs")

    def test_removing_takes_its_rules_along(self):
        lead = self._create_lead()
        mine = self._add(lead, name="Mine")
        rules = mine.template_stage_id
        mine.unlink()
        self.assertFalse(rules.exists())

    def test_only_managers_remove_what_has_begun(self):
        """Else removing a stage would be a way around its gate."""
        stage = self._create_lead().project_stage_ids[0]
        stage.action_start()
        with self.assertRefused("remove a stage that has begun"):
            stage.with_user(self.seller).unlink()
        stage.with_user(self.leader).unlink()

    def test_removing_the_deal(self):
        lead = self._create_lead()
        mine = self._add(lead, name="Mine")
        rules = mine.template_stage_id
        lead.project_stage_ids[0].action_complete()
        mine.action_start()
        stages, private = lead.project_stage_ids, rules.template_id
        lead.with_user(self.manager).unlink()
        self.assertFalse(stages.exists() or rules.exists() or private.exists())
        self.assertTrue(self.needs.exists())

    def test_private_templates_are_offered_nowhere(self):
        mine = self._add(self._create_lead(), name="Mine")
        private = mine.template_id
        templates = self.env["crm.project.template"].with_user(self.seller)
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket.crm_project_template_action")
        self.assertNotIn(private, templates.search(ast.literal_eval(action["domain"])))
        domain = self.env["crm.lead"].fields_get(["project_template_id"])["project_template_id"]["domain"]
        self.assertIn("('lead_id', '=', False)", domain)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestLifeOfADeal(ProjectCase):
    """Copying, handing over, archiving: what core does with a deal, and what its project does then."""

    def test_a_copy_begins_anew(self):
        lead = self._create_lead()
        lead.project_stage_ids[:2].action_complete()
        self.env["crm.project.stage"].create({"lead_id": lead.id, "name": "By hand"})
        with freeze_time("2026-03-10 09:00"):
            copy = lead.copy()
        self.assertEqual(copy.project_template_id, self.template)
        self.assertEqual(copy.project_date_start, datetime(2026, 3, 10, 9))
        self.assertEqual(set(copy.project_stage_ids.mapped("state")), {"not_started"})
        self.assertEqual(copy.project_stage_ids.mapped("name"), ["Needs", "Offer", "Contract", "Delivery"])
        self.assertEqual(len(lead.project_stage_ids), 5)

    def test_copy_of_a_stage(self):
        stage = self._create_lead().project_stage_ids[0]
        stage.action_complete()
        copy = stage.copy()
        self.assertEqual(
            (copy.lead_id, copy.state, copy.template_id.lead_id), (stage.lead_id, "not_started", stage.lead_id)
        )
        self.assertEqual(copy.baseline_date_end, copy.date_end)

    def test_another_salesperson(self):
        """Open stages that were the seller's by role go over; done ones and other people's stay."""
        self.contract.user_ids = self.manager
        self.delivery.write({"with_team_leader": True, "with_salesperson": True})
        lead = self._create_lead()
        needs, offer, contract, delivery = lead.project_stage_ids
        needs.action_complete()
        delivery.user_ids = self.manager
        lead.user_id = self.other
        self.assertEqual(
            [stage.user_ids for stage in lead.project_stage_ids],
            [self.seller, self.other, self.manager, self.manager],
        )

    def test_first_salesperson(self):
        lead = self._create_lead(user_id=False)
        self.assertFalse(lead.project_stage_ids.user_ids)
        lead.user_id = self.seller
        self.assertEqual(lead.project_stage_ids.mapped("user_ids"), self.seller)
        lead.user_id = False
        self.assertFalse(lead.project_stage_ids.user_ids)

    def test_another_team(self):
        self.needs.with_team_leader = True
        lead = self._create_lead()
        self.assertEqual(lead.project_stage_ids[0].user_ids, self.leader)
        lead.team_id = self.env["crm.team"].create({"name": "Kiosks", "user_id": self.manager.id})
        self.assertEqual(lead.project_stage_ids[0].user_ids, self.manager)

    def test_default_template_of_the_team(self):
        self.team.project_template_id = self.template
        create = self.env["crm.lead"].with_context(default_type="opportunity").create
        by_team = create({"name": "By team", "team_id": self.team.id})
        by_seller = create({"name": "By seller", "user_id": self.seller.id})
        self.assertEqual([len(lead.project_stage_ids) for lead in (by_team, by_seller)], [4, 4])
        none = create({"name": "None wanted", "team_id": self.team.id, "project_template_id": False})
        self.assertFalse(none.project_stage_ids)
        other = self.template.copy()
        given = create({"name": "Given"}).with_context(default_project_template_id=other.id)
        chosen = given.create({"name": "Chosen", "team_id": self.team.id})
        self.assertEqual(chosen.project_template_id, other, "the default of the action goes first")
        late = create({"name": "Mail", "user_id": False, "team_id": False})
        self.assertFalse(late.project_stage_ids)
        late.user_id = self.seller
        self.assertEqual((late.team_id, len(late.project_stage_ids)), (self.team, 4), "when it gets its team")

    def test_people_who_leave(self):
        lead = self._create_lead()
        needs = lead.project_stage_ids[0]
        contact = self.env["res.partner"].create({"name": "Buyer"})
        needs.write({"partner_ids": [(4, contact.id)], "user_ids": [(4, self.other.id)]})
        needs.with_user(self.leader).action_start()
        (self.other | self.leader).unlink()
        contact.unlink()
        self.assertEqual((needs.user_ids, needs.partner_ids), (self.seller, self.env["res.partner"]))
        history = self.env["crm.project.transition"].search([("project_stage_id", "=", needs.id)], limit=1)
        self.assertEqual((history.state_to, history.user_id), ("in_progress", self.env["res.users"]))

    def test_contacts_by_position(self):
        """The customer's people with the positions that the template names, whatever the spelling of case."""
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        buyer, _other = self.env["res.partner"].create(
            [
                {"name": name, "parent_id": shop.id, "function": function}
                for name, function in (("B", "buyer "), ("D", "CEO"))
            ]
        )
        self.needs.partner_functions = "Director, Buyer"
        lead = self._create_lead(partner_id=shop.id)
        self.assertEqual(lead.project_stage_ids[0].partner_ids, buyer)
        lead.partner_id = self.env["res.partner"].create({"name": "Another"})
        self.assertEqual(lead.project_stage_ids[0].partner_ids, buyer, "people once chosen stay")

    def test_a_template_in_use(self):
        self._create_lead()
        with self.assertRefused("used by projects and cannot be deleted: “Needs”"):
            self.needs.unlink()
        with self.assertRaises(UserError):
            self.template.unlink()
        self.template.active = False
        self.assertEqual(len(self._create_lead().project_stage_ids), 4, "asked for by name it still works")
