from odoo import models

LINE_TARGETS = ("line.product", "line.quantity", "line.unit", "line.note")
DELIVERY_PREFIX = "delivery."
ORDER_PREFIXES = ("line.", "order.", DELIVERY_PREFIX)
LONG_TEXTS = ("line.note", "order.note")


class CrmWebFormField(models.Model):
    """What a field of an order form may fill beside the fields of the lead."""

    _inherit = "crm.web.form.field"

    def _get_other_targets(self):
        return [
            *super()._get_other_targets(),
            ("line.product", self.env._("Order line: product, by reference, barcode or name")),
            ("line.quantity", self.env._("Order line: quantity")),
            ("line.unit", self.env._("Order line: unit")),
            ("line.note", self.env._("Order line: note")),
            ("order.client_order_ref", self.env._("Order: customer's reference")),
            ("order.note", self.env._("Order: note")),
            ("delivery.name", self.env._("Delivery address: name")),
            ("delivery.street", self.env._("Delivery address: street")),
            ("delivery.street2", self.env._("Delivery address: second line")),
            ("delivery.zip", self.env._("Delivery address: postcode")),
            ("delivery.city", self.env._("Delivery address: city")),
            ("delivery.country", self.env._("Delivery address: country")),
            ("delivery.phone", self.env._("Delivery address: phone")),
        ]

    def _is_offered(self, target):
        if target.startswith(ORDER_PREFIXES) and self.form_id.kind != "order":
            return False
        return super()._is_offered(target)

    def _get_found_model(self):
        return "res.country" if self.target == "delivery.country" else super()._get_found_model()

    def _find_delivery_country(self, countries, name, country):
        return self._find_country(countries, name, country)

    def _get_value_type(self):
        if self.target == "line.quantity":
            return "float"
        return "text" if self.target in LONG_TEXTS else super()._get_value_type()

    def _takes_long_text(self):
        return self.target in LONG_TEXTS or super()._takes_long_text()

    def _get_error(self, code):
        errors = {
            "product": self.env._("Please say which product."),
            "unknown": self.env._("This product is not known here. Please check its reference or name."),
            "ambiguous": self.env._("Several products are called so. Please give the reference."),
            "closed": self.env._("This product cannot be ordered here any more."),
            "no_quantity": self.env._("Please say how many."),
            "decimal": self.env._("Please enter how many as a number, like 2 or 2.5."),
            "too_few": self.env._("Please order more than zero."),
            "too_many": self.env._("So many cannot be ordered here. Please ask us."),
            "unit": self.env._("This product is not sold in this unit."),
        }
        is_own = code in errors and (code != "decimal" or self.target in (False, "line.quantity"))
        return errors[code] if is_own else super()._get_error(code)
