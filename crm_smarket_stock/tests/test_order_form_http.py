import json
from unittest.mock import patch

from lxml import html

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_smarket.tests.web_form_client import PAGE, WebFormHttpCase

from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestOrderFormHttp(WebFormHttpCase):
    """From the post to the reserved quantity, and what the sender is answered."""

    _create_product = FulfilmentCase._create_product

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1).lot_stock_id
        products = cls.env["product.product"]
        goods = {"type": "consu", "is_storable": True, "list_price": 100, "taxes_id": False}
        cls.scale = products.create({"name": "Scale", "default_code": "SC-1", **goods})
        cls.display = products.create({"name": "Display", "default_code": "DS-1", **goods})
        for product in cls.scale | cls.display:
            cls.env["stock.quant"]._update_available_quantity(product, cls.stock, 10)
        cls.form.write(
            {
                "kind": "order",
                "minimum_seconds": 0,
                "field_ids": [
                    cls.make_field("items[][sku]", "line.product"),
                    cls.make_field("items[][qty]", "line.quantity"),
                ],
            }
        )

    def _cart(self, *items, **more):
        return {"name": "Anna Nowak", "mail": "anna@example.com", "items": [*items], **more}

    def _post_json(self, cart, **headers):
        return self.post(json.dumps(cart), {"Content-Type": "application/json", **headers})

    def _read_page(self, response):
        (form,) = html.fromstring(response.content).find_class("o_crm_smarket_form")
        return form

    def test_a_json_cart_is_answered_with_the_reserved_order(self):
        cart = self._cart({"sku": "SC-1", "qty": 3, "price": 1}, {"sku": "DS-1", "qty": 12})
        response = self._post_json(cart)
        self.assertEqual(response.status_code, 200)
        submission = self.get_submissions()
        order = submission.order_id
        answer = response.json()
        self.assertEqual((answer["id"], answer["state"]), (submission.id, "done"))
        told = answer["order"]
        self.assertEqual((told["name"], told["state"], told["total"]), (order.name, "confirmed", 1500))
        self.assertEqual(told["currency"], self.company.currency_id.name)
        lines = [
            (line["reference"], line["quantity"], line["reserved"], line["back_ordered"]) for line in told["lines"]
        ]
        self.assertEqual(lines, [("SC-1", 3, 3, 0), ("DS-1", 12, 10, 2)])
        self.assertEqual((self.scale.free_qty, self.display.free_qty), (7, 0))

    def test_a_form_encoded_cart(self):
        sent = {"name": "Anna", "mail": "anna@example.com", "items[0][sku]": "SC-1", "items[0][qty]": "2,5"}
        response = self.post(sent)
        self.assertEqual(response.json()["order"]["lines"][0]["reserved"], 2.5)
        self.assertEqual(self.scale.free_qty, 7.5)

    def test_operation_types_that_reserve_by_hand_or_by_date_make_no_difference(self):
        types = self.env["stock.picking.type"].search([("company_id", "=", self.company.id)])
        for method in ("manual", "by_date"):
            types.reservation_method = method
            response = self._post_json(self._cart({"sku": "SC-1", "qty": 2}))
            self.assertEqual(response.json()["order"]["lines"][0]["reserved"], 2, method)

    def test_the_same_post_twice_is_one_order(self):
        cart = self._cart({"sku": "SC-1", "qty": 1})
        headers = {"Idempotency-Key": "cart 7"}
        first, again = self._post_json(cart, **headers), self._post_json(cart, **headers)
        self.assertEqual(first.json(), again.json())
        self.assertEqual(len(self.get_submissions().order_id), 1)
        self.assertEqual(self.scale.free_qty, 9)

    def test_what_is_wrong_is_told_and_nothing_is_made(self):
        count = self.env["sale.order"].search_count([])
        cart = self._cart({"sku": "SC-1", "qty": "two"}, {"sku": "no such", "qty": 1}, {"sku": "SC-1", "qty": 0})
        response = self._post_json(cart)
        self.assertEqual(response.status_code, 400)
        self.assertEqual(set(response.json()["errors"]), {"items.0.qty", "items.1.sku", "items.2.qty"})
        self.assertEqual(self._post_json(self._cart()).status_code, 400)
        self.assertFalse(self.get_submissions())
        self.assertEqual(self.env["sale.order"].search_count([]), count)

    def test_a_refused_order_lists_what_is_short_and_is_not_retried(self):
        self.form.shortage_policy = "refuse"
        cart = self._cart({"sku": "SC-1", "qty": 2}, {"sku": "DS-1", "qty": 12})
        headers = {"Idempotency-Key": "cart 8"}
        response = self._post_json(cart, **headers)
        self.assertEqual(response.status_code, 409)
        self.assertEqual(response.json()["errors"][""], "There is not enough of this in stock:\nDisplay")
        submission = self.get_submissions()
        self.assertEqual((submission.state, submission.is_refused, submission.date_retry), ("failed", True, False))
        self.assertEqual((self.scale.free_qty, self.display.free_qty), (10, 10))
        self.assertEqual(self._post_json(cart, **headers).json(), response.json(), "the same post, the same answer")
        self.run_cron()
        self.assertEqual(self.get_submissions().state, "failed")

    def test_a_quotation_and_the_background_leave_the_stock_alone(self):
        self.form.order_mode = "quotation"
        answer = self._post_json(self._cart({"sku": "SC-1", "qty": 2})).json()
        self.assertEqual(answer["order"]["state"], "quotation")
        self.assertNotIn("reserved", answer["order"]["lines"][0])
        self.form.order_mode = "background"
        answer = self._post_json(self._cart({"sku": "SC-1", "qty": 2})).json()
        self.assertEqual((answer["state"], "order" in answer), ("received", False))
        self.assertEqual(self.scale.free_qty, 10)
        self.run_cron()
        self.assertEqual(self.get_submissions()[-1].order_id.state, "sale")
        self.assertEqual(self.scale.free_qty, 8)

    def test_an_order_that_fails_for_a_technical_reason_is_kept(self):
        orders = self.env.registry["sale.order"]
        with (
            patch.object(orders, "_confirm_and_reserve", side_effect=ValueError("Broken")),
            self.assertLogs("odoo.addons.crm_smarket", "ERROR"),
        ):
            response = self._post_json(self._cart({"sku": "SC-1", "qty": 2}))
        self.assertEqual((response.status_code, response.json()["state"]), (200, "received"))
        submission = self.get_submissions()
        self.assertEqual((submission.state, submission.is_refused), ("failed", False))
        self.assertTrue(submission.date_retry)
        self.assertFalse(self.env["sale.order"].search([("web_form_id", "=", self.form.id)]))

    # the hosted page

    def _offer(self):
        self.form.field_ids.filtered(lambda field: field.target.startswith("line.")).unlink()
        self.form.product_line_ids = [
            Command.create({"product_id": product.id}) for product in (self.display, self.scale)
        ]
        return f"product_{self.scale.id}", f"product_{self.display.id}"

    def test_the_page_offers_products_and_thanks_with_the_order(self):
        scale, display = self._offer()
        page = self.url_open(f"/crm/form/{self.form.token}")
        form = self._read_page(page)
        names = [field.name for field in form.inputs if field.get("id")]
        self.assertEqual(names, [display, scale, "name", "mail", "sum", "text"])
        self.assertIn("100.00", form.text_content())
        self.assertIn("In stock", form.text_content())
        self.assertNotIn("10 Units", form.text_content())
        response = self.post({**dict(form.form_values()), "mail": "anna@example.com", scale: "2"}, PAGE)
        order = self.get_submissions().order_id
        document = html.fromstring(response.content)
        self.assertEqual(document.find_class("o_crm_smarket_number")[0].text_content(), order.name)
        self.assertIn("Set aside for you", document.text_content())
        self.assertEqual(self.scale.free_qty, 8)

    def test_wrong_boxes_are_marked_and_keep_what_was_typed(self):
        scale, display = self._offer()
        response = self.post({"mail": "anna@example.com", scale: "lots", display: "1"}, PAGE)
        self.assertEqual(response.status_code, 400)
        form = self._read_page(response)
        self.assertEqual((form.inputs[scale].value, form.inputs[display].value), ("lots", "1"))
        self.assertEqual(form.inputs[scale].get("aria-invalid"), "true")
        self.assertIsNone(form.inputs[display].get("aria-invalid"))

    def test_a_foreign_product_does_not_get_in_through_a_box(self):
        scale, _display = self._offer()
        other = self.env["product.product"].create({"name": "Secret", "is_storable": True})
        response = self.post({"mail": "anna@example.com", scale: "1", f"product_{other.id}": "1"})
        self.assertEqual(set(response.json()["errors"]), {f"product_{other.id}"})
        self.assertNotIn("Secret", response.text)

    def test_a_refusal_leaves_the_page_filled_in(self):
        scale, _display = self._offer()
        self.form.shortage_policy = "refuse"
        response = self.post({"mail": "anna@example.com", scale: "11"}, PAGE)
        self.assertEqual(response.status_code, 409)
        form = self._read_page(response)
        self.assertEqual(form.inputs[scale].value, "11")
        self.assertIn("Scale", html.fromstring(response.content).find_class("alert-danger")[0].text_content())
        response = self.post({**dict(form.form_values()), scale: "10"}, PAGE)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.scale.free_qty, 0)

    def test_what_the_page_tells_is_the_owners_choice(self):
        scale, _display = self._offer()
        self.form.write({"show_price": False, "show_availability": "quantity", "order_mode": "quotation"})
        text = self._read_page(self.url_open(f"/crm/form/{self.form.token}")).text_content()
        self.assertNotIn("100.00", text)
        self.assertIn("10 Units in stock", text)
        self.assertIn("Nothing is set aside", text)
        self.form.write({"show_availability": "none", "order_mode": "background"})
        text = self._read_page(self.url_open(f"/crm/form/{self.form.token}")).text_content()
        self.assertNotIn("in stock", text.lower())
        self.assertIn("nothing is set aside", text)
        response = self.post({"mail": "anna@example.com", scale: "1"}, PAGE)
        self.assertIn(str(self.get_submissions().id), response.text)

    def test_without_a_list_the_page_has_rows_to_name_products(self):
        form = self._read_page(self.url_open(f"/crm/form/{self.form.token}"))
        form.inputs["items.0.sku"].value, form.inputs["items.0.qty"].value = "Scale", "2"
        response = self.post({**dict(form.form_values()), "mail": "anna@example.com"}, PAGE)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.scale.free_qty, 8)
        response = self.post({"mail": "anna@example.com", "items.0.sku": "Chair", "items.0.qty": "1"}, PAGE)
        self.assertEqual(self._read_page(response).inputs["items.0.sku"].get("aria-invalid"), "true")
