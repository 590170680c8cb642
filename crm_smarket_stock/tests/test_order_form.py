from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.sale_order_reservation import ShortageError
from .order_form import OrderFormCase


@tagged("post_install", "-at_install")
class TestOrderForm(OrderFormCase):
    """From a post to customer, opportunity, order and reserved goods."""

    def test_a_cart_becomes_an_order_with_its_goods_reserved(self):
        submission = self._submit(**self._row("SC-1", "2"), **self._row("Display", "3", 1, note="Black, please"))
        self._end_transaction()
        order, lead = submission.order_id, submission.lead_id
        self.assertEqual(submission.state, "done")
        self.assertEqual((order.state, order.fulfilment_state), ("sale", "reserved"))
        self.assertEqual(self._reserved(order), {self.scale: 2, self.display: 3})
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [2, 3, 0])
        self.assertEqual(order.order_line[2].name, "Black, please")
        self.assertEqual(order.opportunity_id, lead)
        self.assertEqual((lead.type, lead.partner_id), ("opportunity", order.partner_id))
        self.assertEqual((order.user_id, order.team_id), (self.seller, self.team))
        self.assertEqual((order.web_form_id, order.web_form_submission_id), (self.form, submission))
        self.assertTrue(lead.fulfilment_panel)

    def test_a_new_customer_is_a_company_with_its_contact(self):
        self._add_field("firm", "lead.partner_name")
        self._add_field("nip", "partner.vat")
        order = self._order(firm="Kedr Sp. z o.o.", nip="5260001246", message="Please call before you come.")
        contact = order.partner_id
        self.assertEqual(contact.name, "Anna Nowak")
        self.assertEqual(contact.email, "anna@example.com")
        self.assertFalse(contact.comment, "what is said of one order is not said of the customer")
        company = contact.parent_id
        self.assertEqual((company.name, company.is_company, company.vat), ("Kedr Sp. z o.o.", True, "5260001246"))

    def test_a_known_customer_is_found_and_left_as_they_are(self):
        self.customer.write({"email": "anna@example.com", "phone": "+48 22 123 45 67"})
        count = self.env["res.partner"].search_count([])
        order = self._order(phone="+48 22 765 43 21")
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(self.customer.phone, "+48 22 123 45 67")
        self.assertEqual(self.env["res.partner"].search_count([]), count)

    def test_prices_are_the_customers_never_the_posts(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Wholesale",
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 20})],
            }
        )
        self.env.user.group_ids += self.env.ref("product.group_product_pricelist")
        self.customer.write({"email": "anna@example.com", "property_product_pricelist": pricelist.id})
        submission = self._submit(**self._row("SC-1", "2", price="0.01", discount="99"))
        line = submission.order_id.order_line
        self.assertEqual(submission.order_id.pricelist_id, pricelist)
        self.assertEqual(line.price_subtotal, 160)
        self.assertIn("items.0.price: 0.01", submission.lead_id.also_sent)
        self.assertNotIn("items.0.sku", submission.lead_id.also_sent)

    def test_quantities_and_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order(**self._row("SC-1", "0,5", unit="dozens"))
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.product_uom_id), (0.5, dozen))
        self.assertEqual(self._reserved(order), {self.scale: 6})
        self.assertEqual(self._order(**self._row("SC-1", "1.234")).order_line.product_uom_qty, 1.23)

    def test_a_separate_delivery_address_is_made_once(self):
        for target in ("name", "street", "zip", "city", "country", "phone"):
            self._add_field(f"ship_{target}", f"delivery.{target}")
        address = {
            "ship_name": "Warehouse 2",
            "ship_street": "Długa 5",
            "ship_zip": "30-001",
            "ship_city": "Kraków",
            "ship_country": "PL",
            "ship_phone": "+48 12 345 67 89",
        }
        order = self._order(**address)
        shipping = order.partner_shipping_id
        self.assertEqual((shipping.type, shipping.parent_id), ("delivery", order.partner_id))
        self.assertEqual((shipping.name, shipping.city, shipping.country_id), ("Warehouse 2", "Kraków", self.poland))
        self.assertEqual(order.picking_ids.partner_id, shipping)
        again = self._order(**{**address, "ship_city": "KRAKÓW ", "ship_phone": "12 345 67 89"})
        self.assertEqual(again.partner_shipping_id, shipping)
        other = self._order(**{**address, "ship_street": "Długa 6"})
        self.assertNotEqual(other.partner_shipping_id, shipping)
        self.assertEqual(len(order.partner_id.child_ids), 2)

    def test_reference_and_note(self):
        self._add_field("po", "order.client_order_ref")
        self._add_field("remark", "order.note")
        order = self._order(po="PO 7", remark="Ring twice <b>")
        self.assertEqual(order.client_order_ref, "PO 7")
        self.assertIn("Ring twice &lt;b&gt;", order.note)

    def test_the_same_person_again_is_another_order_of_the_same_deal(self):
        self.form.duplicate_days = 14
        first, second = self._submit(), self._submit()
        self.assertEqual((first.state, second.state), ("done", "duplicate"))
        self.assertEqual(first.lead_id, second.lead_id)
        self.assertEqual(first.lead_id.order_ids, first.order_id | second.order_id)
        self.assertEqual(len(first.order_id | second.order_id), 2)
        self._end_transaction()
        self.assertEqual(len(first.lead_id.fulfilment_panel), 2)
        self.assertEqual(self._reserved(second.order_id), {self.scale: 2})

    def test_an_order_turns_the_inquiry_it_belongs_to_into_a_deal(self):
        inquiry = self.form.copy({"kind": "inquiry", "field_ids": [], "lead_type": "lead", "name": "Inquiry"})
        for field in self.form.field_ids.filtered(lambda field: not field.target.startswith("line.")):
            field.copy({"form_id": inquiry.id})
        lead = self._submit(inquiry).lead_id
        self.assertEqual((lead.type, lead.partner_id.ids), ("lead", []))
        self.form.duplicate_days = 14
        order = self._order()
        self.assertEqual(order.opportunity_id, lead)
        self.assertEqual((lead.type, lead.partner_id), ("opportunity", order.partner_id))

    def test_processing_again_makes_no_second_order(self):
        submission = self._submit()
        submission._process()
        self.assertEqual(self.env["sale.order"].search_count([("web_form_id", "=", self.form.id)]), 1)

    def test_a_quotation_leaves_the_stock_alone(self):
        self.form.order_mode = "quotation"
        order = self._order()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.picking_ids)
        self.assertEqual(self.scale.free_qty, 10)

    def test_the_background_mode_goes_with_background_processing(self):
        self.assertEqual(self.form.processing, "at_once")
        self.form.order_mode = "background"
        self.assertEqual(self.form.processing, "background")
        order = self._order()
        self.assertEqual((order.state, order.fulfilment_state), ("sale", "reserved"))
        self.form.order_mode = "reserve"
        self.assertEqual(self.form.processing, "at_once")

    def test_what_is_short_waits_on_a_back_order(self):
        submission = self._submit(**self._row("SC-1", "15"))
        self._end_transaction()
        line = submission.order_id._get_web_form_answer()["lines"][0]
        self.assertEqual((line["reserved"], line["back_ordered"]), (10, 5))

    def test_a_refused_order_is_kept_and_not_tried_again_by_itself(self):
        self.form.shortage_policy = "refuse"
        submission = self._submit(process=False, **self._row("SC-1", "15"))
        submission.action_process()
        self.assertEqual((submission.state, submission.is_refused), ("failed", True))
        self.assertFalse(submission.date_retry)
        self.assertFalse(submission.order_id or submission.lead_id)
        self.assertFalse(self.env["sale.order"].search([("web_form_id", "=", self.form.id)]))
        self._put_in_stock(self.scale, 5)
        submission.action_process()
        self.assertEqual((submission.state, submission.is_refused), ("done", False))
        with self.assertRaises(ShortageError):
            self._submit(**self._row("SC-1", "1"))

    def test_what_forms_sell_is_reserved_strictly(self):
        self.assertFalse(self.scale.strict_reservation)
        self._order()
        self.assertTrue(self.scale.strict_reservation)
        self.assertFalse(self.display.strict_reservation)
        self.form.product_line_ids = [Command.create({"product_id": self.display.id})]
        self.assertTrue(self.display.strict_reservation)

    def test_the_products_of_a_post_are_known_before_it_is_processed(self):
        self.form.product_line_ids = [Command.create({"product_id": self.display.id})]
        sent = {**self._row("sc-1", "2"), **self._row("no such thing", "1", 1), f"product_{self.display.id}": "1"}
        submission = self._submit(process=False, **sent)
        self.assertEqual(submission._get_ordered_products(), self.scale | self.display)

    def test_the_warehouse_is_the_forms(self):
        other = self.env["stock.warehouse"].create({"name": "Second", "code": "W2", "company_id": self.company.id})
        self._put_in_stock(self.scale, 4, other.lot_stock_id)
        self.form.warehouse_id = other
        order = self._order(**self._row("SC-1", "4"))
        self.assertEqual(order.warehouse_id, other)
        self.assertEqual(order.picking_ids.location_id, other.lot_stock_id)
        self.assertEqual(order.fulfilment_state, "reserved")

    def test_spam_gives_the_goods_back(self):
        submission = self._submit()
        self._end_transaction()
        self.assertEqual(self.scale.free_qty, 8)
        submission.action_mark_spam()
        self.assertEqual(submission.order_id.state, "cancel")
        self.assertEqual(self.scale.free_qty, 10)

    def test_a_kind_has_only_its_targets(self):
        with self.assertRaises(ValidationError):
            self.form.kind = "inquiry"
        inquiry = self.env["crm.web.form"].create({"name": "Inquiry"})
        with self.assertRaises(ValidationError):
            inquiry.field_ids = [Command.create({"source_name": "sku", "target": "line.product"})]
        self.assertNotIn("line.product", inquiry.field_ids.new({"form_id": inquiry.id}).offered_targets)
        self.assertIn("line.product", self.form.field_ids[0].offered_targets)

    def test_nothing_is_left_of_an_order_that_fails(self):
        self.patch(self.env.registry["sale.order"], "_confirm_and_reserve", self._fail)
        partners = self.env["res.partner"].search_count([])
        submission = self._submit(process=False)
        submission.action_process()
        self.assertEqual((submission.state, submission.is_refused), ("failed", False))
        self.assertIn("No such route", submission.error)
        self.assertTrue(submission.date_retry)
        self.assertFalse(submission.lead_id or submission.order_id)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    @staticmethod
    def _fail(orders, _policy):
        raise ValueError("No such route")
