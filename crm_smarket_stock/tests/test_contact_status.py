from odoo.tests import tagged

from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestContactStatus(FulfilmentCase):
    """How things stand with a customer follows from the deals and orders, whoever asks."""

    def _status(self, partner=None):
        partner = partner or self.customer
        partner.invalidate_recordset(["contact_status", "contact_silent_since"])
        return partner.contact_status

    def _create_lead(self, **vals):
        return self.env["crm.lead"].create({"name": "Shop", "partner_id": self.customer.id, **vals})

    def test_from_inquiry_to_silence(self):
        self.assertFalse(self._status())
        lead = self._create_lead(type="lead")
        self.assertEqual(self._status(), "inquiry")
        lead.convert_opportunity(self.customer)
        self.assertEqual(self._status(), "negotiation")
        order = self._create_order({self.scale: 20}, opportunity_id=lead.id)
        self.assertEqual(self._status(), "ordered")
        self._put_in_stock(self.scale, 10)
        order.picking_ids.action_assign()
        self.assertEqual(self._status(), "awaiting")
        self._validate(order.picking_ids)
        self.assertEqual(self._status(), "awaiting")
        order.picking_ids._confirm_delivered()
        lead.action_set_won()
        self.assertEqual(self._status(), "served")
        self.assertFalse(self.customer.contact_silent_since)
        order.date_order = self._days_ago(95)
        order.picking_ids.date_done = self._days_ago(91)
        lead.date_closed = self._days_ago(100)
        self.assertEqual(self._status(), "silent")
        self.assertEqual(self.customer.contact_silent_since, self._days_ago(91).date())

    def test_quotation(self):
        self._create_order(confirm=False)
        self.assertEqual(self._status(), "negotiation")

    def test_lost(self):
        lead = self._create_lead(type="opportunity")
        lead.action_set_lost()
        self.assertEqual(self._status(), "silent")

    def test_contacts_share_the_status_of_their_company(self):
        person = self.env["res.partner"].create({"name": "Anna", "parent_id": self.customer.id})
        self._create_lead(type="opportunity", partner_id=person.id)
        self.assertEqual(self._status(), "negotiation")
        self.assertEqual(self._status(person), "negotiation")

    def test_search(self):
        self._create_lead(type="lead")
        stranger = self.env["res.partner"].create({"name": "Nobody"})
        mine = self.customer | stranger
        domain = [("id", "in", mine.ids)]
        partners = self.env["res.partner"].with_user(self.seller)
        for term, expected in [
            (("contact_status", "=", "inquiry"), self.customer),
            (("contact_status", "in", ["inquiry", "silent"]), self.customer),
            (("contact_status", "!=", "inquiry"), stranger),
            (("contact_status", "=", False), stranger),
            (("contact_status", "!=", False), self.customer),
            (("contact_status", "in", ["inquiry", False]), mine),
        ]:
            with self.subTest(term=term):
                self.assertEqual(partners.search([*domain, term]), expected)

    def test_group(self):
        self._create_lead(type="lead")
        stranger = self.env["res.partner"].create({"name": "Nobody"})
        domain = [("id", "in", (self.customer | stranger).ids)]
        partners = self.env["res.partner"].with_user(self.seller)
        groups = partners.formatted_read_group(domain, ["contact_status"], ["__count"])
        self.assertEqual({group["contact_status"]: group["__count"] for group in groups}, {"inquiry": 1, False: 1})
        self.assertTrue(partners.fields_get(["contact_status"])["contact_status"]["groupable"])

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_lead(type="opportunity", company_id=other.id, team_id=False, user_id=False)
        one = self.customer.with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(one.contact_status)
        both = self.customer.with_context(allowed_company_ids=[self.company.id, other.id])
        self.assertEqual(both.contact_status, "negotiation")

    def test_no_query_per_customer(self):
        partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(30)])
        self.env.flush_all()
        partners.invalidate_recordset()
        partners.mapped("commercial_partner_id")
        with self.assertQueryCount(2):  # the user's companies, and all that matters
            partners.mapped("contact_status")
