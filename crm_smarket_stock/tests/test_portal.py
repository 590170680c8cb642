from unittest.mock import patch

from lxml.html import fromstring, tostring

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestPortal(FulfilmentCase, HttpCase):
    """The customer sees the steps of the own order, and says when the goods are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "kedr_buyer", groups="base.group_portal", password="kedr_buyer")
        cls.user.partner_id.parent_id = cls.customer
        cls.order = cls._create_order()

    def _open(self, order=None):
        order = order or self.order
        return self.url_open(f"/my/orders/{order.id}").text

    def test_steps(self):
        self.authenticate("kedr_buyer", "kedr_buyer")
        page = self._open()
        self.assertIn("Your Order on Its Way", page)
        self.assertNotIn("I Have Received the Goods", page)
        self._validate(self.order.picking_ids)
        self.assertIn("I Have Received the Goods", self._open())
        self.assertNotIn(self.worker.name, page)

    def _press_received(self, order, **data):
        return self.url_open(f"/my/orders/{order.id}/received", data=data, allow_redirects=False)

    def test_received(self):
        self._validate(self.order.picking_ids)
        self.authenticate("kedr_buyer", "kedr_buyer")
        answer = self._press_received(self.order, csrf_token=Request.csrf_token(self))
        self.assertIn(f"/my/orders/{self.order.id}", answer.headers["Location"])
        self.env.invalidate_all()
        self.assertEqual(self.order.fulfilment_state, "delivered")
        self.assertEqual(self.order.picking_ids.delivered_user_id, self.user)

    def test_not_before_it_was_shipped(self):
        self.authenticate("kedr_buyer", "kedr_buyer")
        self._press_received(self.order, csrf_token=Request.csrf_token(self))
        self.env.invalidate_all()
        self.assertEqual(self.order.fulfilment_state, "reserved")

    def test_own_orders_only(self):
        other = self.env["res.partner"].create({"name": "Altyn"})
        foreign = self._create_order(partner_id=other.id)
        self._validate(foreign.picking_ids)
        self.authenticate("kedr_buyer", "kedr_buyer")
        self.assertNotIn("Your Order on Its Way", self._open(foreign))
        self._press_received(foreign, csrf_token=Request.csrf_token(self), access_token="guess")
        self.env.invalidate_all()
        self.assertEqual(foreign.fulfilment_state, "shipped")

    def test_without_login(self):
        """The link in the e-mail, with its token, is enough."""
        self._validate(self.order.picking_ids)
        self.authenticate(None, None)
        page = self.url_open(self.order.get_portal_url()).text
        self.assertIn("I Have Received the Goods", page)
        self._press_received(self.order, csrf_token=Request.csrf_token(self), access_token=self.order.access_token)
        self.env.invalidate_all()
        self.assertEqual(self.order.fulfilment_state, "delivered")

    def test_delivery_note(self):
        self._validate(self.order.picking_ids)
        paper = self.env["ir.attachment"].create({"name": "WZ.pdf", "raw": b"%PDF-"})
        picking_class = self.env.registry["stock.picking"]
        with patch.object(picking_class, "_get_delivery_note_attachment", lambda picking: paper):
            self.authenticate("kedr_buyer", "kedr_buyer")
            (block,) = fromstring(self._open()).xpath("//div[@id='fulfilment']")
        (link,) = block.xpath(".//a/@href") or [tostring(block, encoding="unicode")]
        self.assertEqual(self.url_open(link).content, b"%PDF-", link)
