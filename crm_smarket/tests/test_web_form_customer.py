from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .web_form import WebFormCase


@tagged("post_install", "-at_install")
class TestWebFormCustomer(WebFormCase):
    """A known customer is recognised, linked and left as it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company, cls.other = cls.env["res.partner"].create(
            [
                {
                    "name": "Nowak SA",
                    "is_company": True,
                    "vat": "PL5261040828",
                    "city": "Kraków",
                    "country_id": cls.poland.id,
                },
                {"name": "Kowal SA", "is_company": True, "country_id": cls.poland.id},
            ]
        )
        cls.anna = cls.env["res.partner"].create(
            {
                "name": "Anna Nowak",
                "parent_id": cls.company.id,
                "email": '"Anna" <anna@example.com>',
                "phone": "+48 22 123 45 67",
            }
        )
        cls._add_field("company", "lead.partner_name")
        cls._add_field("city", "lead.city")
        cls._add_field("nip", "partner.vat")

    def _find(self, **sent):
        return self.form._find_customer(*(sent.get(name) for name in ("email", "phone", "vat")))

    def test_found(self):
        self.assertEqual(self._find(email="ANNA@example.com"), self.anna)
        self.assertEqual(self._find(phone="22 1234567"), self.anna)
        self.assertEqual(self._find(vat="526-104-08-28"), self.company)
        self.assertEqual(self._find(vat="pl 5261040828"), self.company)
        self.assertFalse(self._find(email="somebody@example.com", phone="22 999 99 99", vat="1"))
        self.assertFalse(self._find())

    def test_several(self):
        """The other facts decide between several; people of one company are that company; else there is no telling."""
        twin = self.anna.copy({"name": "Jan Nowak", "email": "anna@example.com", "phone": "+48 22 765 43 21"})
        self.assertEqual(self._find(email="anna@example.com", phone="22 765 43 21"), twin)
        self.assertEqual(self._find(email="anna@example.com"), self.company)
        twin.parent_id = self.other
        self.assertFalse(self._find(email="anna@example.com"))

    def test_other_company(self):
        """A customer of another of our companies is not known here."""
        self.anna.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertFalse(self._find(email="anna@example.com"))

    def test_linked_never_overwritten(self):
        """What differs goes to the notes of the lead, and nothing of it to the customer."""
        before = self.anna.read()[0]
        company_before = self.company.read()[0]
        lead = self._submit(
            email="anna@example.com", phone="601 234 567", city="Łódź", company="Nowak Group", nip="PL1234563218"
        ).lead_id
        lead.flush_recordset()
        self.assertEqual(lead.partner_id, self.anna)
        self.assertEqual((lead.phone, lead.city), ("+48 601 234 567", "Łódź"))
        written = ("name", "email", "phone", "city", "vat", "street", "parent_id", "comment", "write_date")
        for partner, values in ((self.anna, before), (self.company, company_before)):
            partner.invalidate_recordset()
            self.assertEqual(partner.read(written)[0], {name: values[name] for name in ("id", *written)})
        self.assertIn("Differs from what is known of Nowak SA, Anna Nowak", lead.description)
        for text in ("+48 601 234 567", "Łódź", "Nowak Group", "PL1234563218"):
            self.assertIn(text, lead.description)

    def test_found_by_phone(self):
        """Whoever is known by the phone keeps the e-mail address we have; the lead has the one that was typed."""
        lead = self._submit(email="anna@private.example.com", phone="22 123 45 67").lead_id
        lead.flush_recordset()
        self.assertEqual(lead.partner_id, self.anna)
        self.assertEqual(lead.email_from, "anna@private.example.com")
        self.assertEqual(self.anna.email_normalized, "anna@example.com")

    def test_empty_email_stays_empty(self):
        self.anna.email = False
        lead = self._submit(email="anna@private.example.com", phone="22 123 45 67").lead_id
        lead.flush_recordset()
        self.assertEqual(lead.partner_id, self.anna)
        self.assertFalse(self.anna.email)

    def test_nothing_differs(self):
        lead = self._submit(email="anna@example.com", phone="+48221234567", city="Kraków").lead_id
        self.assertNotIn("Differs", lead.description)

    def test_new_customer(self):
        """Nobody is made of a stranger, until a salesperson makes the lead a customer."""
        count = self.env["res.partner"].search_count([])
        lead = self._submit(
            name="Jan Wójcik", email="jan@example.org", company="Wójcik i Synowie", nip="PL5252248481"
        ).lead_id
        self.assertEqual(self.env["res.partner"].search_count([]), count)
        self.assertRecordValues(
            lead, [{"partner_id": False, "contact_name": "Jan Wójcik", "partner_name": "Wójcik i Synowie"}]
        )
        partner = lead._create_customer()
        self.assertEqual(partner.parent_id.vat, "PL5252248481")

    def test_merge(self):
        """Merging leads keeps what their forms brought."""
        self._add_field("product", "product")
        racks, scales = self.env["product.product"].create([{"name": "Racks"}, {"name": "Scales"}])
        first = self._submit(product="racks", page="one", email="x@example.org")
        second = self._submit(product="scales", page="two", email="x@example.org", nip="PL5252248481")
        leads = first.lead_id | second.lead_id
        merged = leads.merge_opportunity()
        self.assertEqual((first | second).lead_id, merged)
        self.assertEqual(merged.interest_product_ids, racks | scales)
        self.assertEqual(set(merged.also_sent.split("\n")), {"page: one", "page: two"})
        self.assertEqual(merged.customer_vat, "PL5252248481")

    def test_shared_tags(self):
        """The form's own tags stay the form's."""
        self.form.tag_ids = [Command.create({"name": "Web"})]
        self._submit()
        self.assertEqual(self.form.tag_ids.mapped("name"), ["Web"])

    def test_quick(self):
        """A customer is found by an index, however many there are."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for fname, index in (("email_normalized", "email"), ("phone_sanitized", "phone")):
            query = self.env["res.partner"]._search([(fname, "in", ["x"]), ("active", "in", [True, False])]).select()
            rows = self.env.execute_query(SQL("EXPLAIN %s", query))
            self.assertIn(f"res_partner_web_form_{index}_idx", str(rows))
