from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ProjectCase

TIMEOUT = 240  # seconds, for a busy machine; each step has its own ten


@tagged("post_install", "-at_install")
class TestTours(ProjectCase, HttpCase):
    """The way from a template to its deals, as people go it in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.manager | cls.leader | cls.seller).odoobot_state = "disabled"  # its greeting covers a phone

    def test_project(self):
        """A manager makes a template; a salesperson takes a deal through its first stage."""
        self._check_project(self._make_template())

    def _make_template(self):
        self.start_tour("/odoo", "crm_smarket_project_template", login="manager", timeout=TIMEOUT)
        template = self.env["crm.project.template"].search([("name", "=", "Pop-up shop")])
        needs, offer, contract = template.stage_ids
        self.assertEqual(template.stage_ids.mapped("duration"), [2, 3, 1])
        self.assertEqual(template.stage_ids.mapped("dependency_type"), ["soft", "hard", "hard"])
        self.assertEqual(offer.predecessor_ids, needs)
        self.assertEqual(contract.predecessor_ids, offer)
        self.assertTrue(needs.require_documents)
        self.assertTrue(needs.require_parameters)
        self.assertEqual(needs.document_ids.mapped(lambda d: (d.name, d.required)), [("Signed specification", True)])
        (parameter,) = needs.parameter_definition
        self.assertEqual((parameter["string"], parameter["required"]), ("Floor area", True))
        return template

    def _check_project(self, template):
        self.start_tour("/odoo", "crm_smarket_project", login="seller", timeout=TIMEOUT)
        lead = self.env["crm.lead"].search([("name", "=", "Corner shop")])
        self.assertEqual(lead.project_template_id, template)
        self.assertEqual(lead.user_id, self.seller)
        needs, offer, contract = lead.project_stage_ids
        self.assertEqual(lead.project_stage_ids.mapped("state"), ["done", "in_progress", "not_started"])
        self.assertEqual(needs.document_ids.attachment_ids.mapped("name"), ["signed.txt"])
        self.assertEqual([value["value"] for value in needs.read(["parameters"])[0]["parameters"]], ["120 m²"])

        self.assertGreaterEqual(offer.date_start, needs.date_end, "It started by itself when its predecessor ended.")
        self.assertEqual(offer.date_end - offer.date_start, timedelta(days=3 + 2))
        self.assertEqual(offer.duration, 5)
        self.assertEqual(contract.date_start, offer.date_end)
        self.assertEqual(contract.date_end, offer.date_end + timedelta(days=1))

        passages = [("lead_id", "=", lead.id), ("kind", "=", "stage"), ("state_from", "!=", False)]
        rows = self.env["crm.project.transition"].search(passages, order="id")
        self.assertEqual(
            rows.mapped(lambda row: (row.project_stage_id, row.state_from, row.state_to)),
            [
                (needs, "not_started", "in_progress"),
                (needs, "in_progress", "done"),
                (offer, "not_started", "in_progress"),
            ],
        )
        self.assertEqual(rows.user_id, self.seller)

    def test_project_tabs(self):
        """A salesperson edits people, products and documents of all stages in the tabs of the deal."""
        lead = self._create_lead(name="Corner shop", project_date_start=fields.Datetime.now())
        offer = self._stage(lead, "Offer")
        product = self.env["product.product"].create({"name": "Shelf", "list_price": 100})
        shelves, _tag = self.env["crm.project.product.line"].create(
            [
                {"lead_id": lead.id, "stage_id": offer.id, "product_id": product.id, "price_unit": 100},
                {"lead_id": lead.id, "product_id": product.id, "price_unit": 40},
            ]
        )
        _signed, plan = self.env["crm.project.document"].create(
            [
                {"lead_id": lead.id, "stage_id": offer.id, "name": "Signed offer", "required": True},
                {"lead_id": lead.id, "name": "Floor plan"},
            ]
        )
        url = f"/odoo/action-crm.crm_lead_opportunities/{lead.id}"
        self.start_tour(url, "crm_smarket_project_tabs", login="seller", timeout=TIMEOUT)
        self.assertIn(self.other, self._stage(lead, "Needs").user_ids)
        self.assertEqual(shelves.quantity, 3)
        self.assertEqual(lead.expected_revenue, 340)
        self.assertEqual(plan.name, "Plan of the ground floor")

    def test_who_is_where(self):
        """The team's leader looks who is where and starts the stage of another."""
        today = fields.Datetime.now()
        self._create_lead(name="Corner shop", project_date_start=today)
        lead = self._create_lead(name="Kiosk", project_date_start=today, user_id=self.other.id)
        self.start_tour("/odoo", "crm_smarket_who_is_where", login="leader", timeout=TIMEOUT)
        needs = self._stage(lead, "Needs")
        self.assertEqual(needs.state, "in_progress")
        start = self.env["crm.project.transition"].search(
            [("project_stage_id", "=", needs.id), ("state_to", "=", "in_progress")]
        )
        self.assertEqual(start.user_id, self.leader)


@tagged("post_install", "-at_install")
class TestToursPhone(TestTours):
    """The same ways on a phone, where cards take the place of lists and a finger scrolls the diagram."""

    browser_size = "390x844"
    touch_enabled = True
