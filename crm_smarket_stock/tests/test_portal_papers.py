from lxml.html import fromstring

from odoo.tests import HttpCase, new_test_user, tagged

from .deliveries_case import DeliveriesCase


@tagged("post_install", "-at_install")
class TestPortalPapers(DeliveriesCase, HttpCase):
    """Customers download the delivery notes of their own orders, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "kedr_buyer", groups="base.group_portal", password="kedr_buyer")
        cls.user.partner_id.parent_id = cls.customer
        cls.order = cls._create_order()
        cls.stranger = cls.env["res.partner"].create({"name": "Altyn"})
        cls.foreign = cls._create_order(partner_id=cls.stranger.id)
        for order in cls.order | cls.foreign:
            cls._validate(order.picking_ids)
            note = order.picking_ids.delivery_note_ids
            note._take_number()
            note._make_paper()

    def _links(self, address):
        """Return ``{text: address}`` of the papers on the page of an order."""
        page = self.url_open(address)
        return {
            " ".join(link.text_content().split()): link.get("href")
            for link in fromstring(page.text).xpath("//div[@id='fulfilment']//a[@href]")
        }

    def test_own(self):
        self.authenticate("kedr_buyer", "kedr_buyer")
        [(name, address)] = self._links(f"/my/orders/{self.order.id}").items()
        self.assertIn(self.order.picking_ids.delivery_note_number, name)
        answer = self.url_open(address)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_foreign(self):
        self.authenticate("kedr_buyer", "kedr_buyer")
        self.assertFalse(self._links(f"/my/orders/{self.foreign.id}"))
        issued = self.foreign.picking_ids.delivery_note_ids.attachment_id
        papers = self.env["ir.attachment"].search([("name", "=", issued.name)])
        self.assertEqual(len(papers), 2, "of the delivery and of the order")
        log = self.env["stock.print.log"]._log(self.foreign.picking_ids, "note")
        addresses = [
            *[f"/web/content/{paper.id}" for paper in papers],
            f"/web/content/{papers[0].id}?access_token=guess",
            f"/stock/papers/{log.id}",
            f"/report/pdf/crm_smarket_stock.report_delivery_note/{self.foreign.picking_ids.id}",
        ]
        for address in addresses:
            for login in ("kedr_buyer", None):
                with self.subTest(address=address, login=login):
                    self.authenticate(login, login)
                    answer = self.url_open(address)
                    self.assertNotIn(b"%PDF", answer.content[:10])

    def test_link_of_the_mail(self):
        """Who has the link of the order, with its token, has its papers."""
        self.authenticate(None, None)
        [address] = self._links(self.order.get_portal_url()).values()
        self.assertTrue(self.url_open(address).content.startswith(b"%PDF"))
        self.assertFalse(self._links(f"/my/orders/{self.foreign.id}?access_token={self.order.access_token}"))

    def test_colleague(self):
        """The people of one customer see each other's orders, as core has it."""
        colleague = new_test_user(self.env, "kedr_chief", groups="base.group_portal", password="kedr_chief")
        colleague.partner_id.parent_id = self.customer
        self.authenticate("kedr_chief", "kedr_chief")
        self.assertTrue(self._links(f"/my/orders/{self.order.id}"))
