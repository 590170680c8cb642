import json

from odoo.tests import Form, new_test_user, tagged

from odoo.addons.crm_smarket.tests.web_client import get_form_specification

from .order_form import OrderFormCase


@tagged("post_install", "-at_install")
class TestOrderFormScreens(OrderFormCase):
    """What the owner of an order form sets up and sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(cls.env, "form boss", groups="sales_team.group_sale_manager")

    def test_a_manager_without_stock_rights_sets_up_an_order_form(self):
        with Form(self.env["crm.web.form"].with_user(self.boss)) as form:
            form.name = "Orders"
            form.kind = "order"
            form.order_mode = "background"
            with form.product_line_ids.new() as line:
                line.product_id = self.scale
            with form.field_ids.new() as field:
                self.assertIn("line.product", field.offered_targets)
                field.source_name, field.target = "mail", "lead.email_from"
            self.assertTrue(form.takes_products)
        made = form.record
        self.assertEqual((made.kind, made.processing), ("order", "background"))
        self.assertTrue(self.scale.strict_reservation)
        self.assertIn(f"product_{self.scale.id}", made.snippet)
        self.assertIn(f"product_{self.scale.id}", made.curl_line)
        made.web_read(get_form_specification(made, "crm_smarket.crm_web_form_view_form"))

    def test_an_order_form_says_when_nothing_can_be_ordered(self):
        self.assertTrue(self.form.takes_products)
        self.form.field_ids.filtered(lambda field: field.target == "line.product").unlink()
        self.assertFalse(self.form.takes_products)

    def test_what_sites_copy_is_accepted(self):
        sample = self.form._get_sample()
        self.assertEqual(sample["items.0.qty"], "2")
        sample |= {"items.0.sku": "SC-1", "email": "anna@example.com"}
        self.assertFalse(self.form._map_payload(sample).errors)
        self.assertIn('name="items.0.sku"', self.form.snippet)
        self.assertNotIn("items[][sku]", self.form.snippet)

    def test_trying_a_cart_shows_its_lines(self):
        self.form.sample = '{"name": "Anna", "items": [{"sku": "SC-1", "qty": 2}, {"sku": "no", "qty": 1}]}'
        self.assertIn("Scale", self.form.trial)
        self.assertIn("not known", self.form.trial)
        self.form.sample = '{"name": "Anna"}'
        self.assertIn("at least one product", self.form.trial)

    def test_order_submission_and_deal_lead_to_each_other(self):
        submission = self._submit()
        order = submission.order_id
        action = order.action_view_web_form_submission()
        self.assertEqual((action["res_model"], action["res_id"]), (submission._name, submission.id))
        for record, view in (
            (order, "sale.view_order_form"),
            (submission, "crm_smarket.crm_web_form_submission_view_form"),
        ):
            record = record.with_user(self.seller)
            record.web_read(get_form_specification(record.browse(), view))
        self.assertFalse(order.copy().web_form_submission_id)

    def test_the_mapping_of_a_cart_is_guessed_column_by_column(self):
        self.form.field_ids.unlink()
        sent = {"your-name": "Anna", "email": "anna@example.com", "items": [{"sku": "SC-1", "name": "Scale", "qty": 2}]}
        self.form.sample = json.dumps(sent)
        trial = self.env["crm.web.form.try"].browse(self.form.action_guess_mapping()["res_id"])
        trial.action_apply()
        self.assertEqual(
            {field.source_name: field.target for field in self.form.field_ids},
            {
                "your-name": "lead.contact_name",
                "email": "lead.email_from",
                "items[][sku]": "line.product",
                "items[][name]": "line.product",
                "items[][qty]": "line.quantity",
            },
        )
        self.assertFalse(self.form._map_payload({**self._get_payload(), "email": "anna@example.com"}).errors)
