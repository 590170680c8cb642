from odoo import api, models
from odoo.tools import format_amount

from odoo.addons.crm_smarket.tools.form_payload import get_cell_name, get_rows

from .crm_web_form_line import BOX

BLANK_ROWS = 4  # of a page whose visitors name the products themselves


class CrmWebForm(models.Model):
    """What the page of an order form shows, and what sites copy of it."""

    _inherit = "crm.web.form"

    @api.depends("kind", "product_line_ids.product_id")
    def _compute_snippet(self):
        return super()._compute_snippet()

    @api.depends("kind", "product_line_ids.product_id")
    def _compute_curl_lines(self):
        return super()._compute_curl_lines()

    @api.depends("kind", "product_line_ids.product_id")
    def _compute_trial(self):
        return super()._compute_trial()

    def _get_inputs(self, values=None, errors=None):
        """Put the products before everything else: ``box`` of an input is what is shown of its product, ``row`` is
        the number of its row."""
        inputs = super()._get_inputs(values, errors)
        if self.kind != "order":
            return inputs
        values, errors = values or {}, errors or {}
        return [*self._get_box_inputs(values, errors), *self._get_row_inputs(values, errors), *inputs]

    def _get_box_inputs(self, values, errors):
        """Return the quantity boxes of the products that are offered."""
        inputs = []
        for box in self._get_boxes():
            name = f"{BOX}{box['id']}"
            shown = {"label": box["name"], "inputmode": "decimal", "box": box}
            inputs.append(self._make_input(name, values, errors, **shown))
        return inputs

    def _get_row_inputs(self, values, errors):
        """Return the blank rows in which a visitor names products; those that were sent are filled in again."""
        columns = self._get_line_fields()
        sent = get_rows(values, columns.mapped("source_name"))
        blank = 0 if self.product_line_ids else BLANK_ROWS
        labels = {
            "line.product": self.env._("Product"),
            "line.quantity": self.env._("Quantity"),
            "line.unit": self.env._("Unit"),
            "line.note": self.env._("Note"),
        }
        inputs = []
        for number in range(max(len(sent), blank)):
            for field in columns:
                name = get_cell_name(field.source_name, number)
                shown = {
                    "label": field.label or labels[field.target],
                    "inputmode": "decimal" if field.target == "line.quantity" else None,
                    "row": number,
                }
                # rows are numbered anew: what was sent in the third one may have been called items.7
                old = sent[number].get(field.source_name, name) if number < len(sent) else name
                inputs.append(self._make_input(name, {name: values.get(old)}, {name: errors.get(old)}, **shown))
        return inputs

    def _make_input(self, name, values, errors, **shown):
        """Return an input of the page for a text."""
        return {
            "name": name,
            "id": f"crm_form_{name.replace('.', '_')}",
            "kind": "text",
            "autocomplete": "off",
            "required": False,
            "options": [],
            "value": values.get(name) or "",
            "error": errors.get(name),
            **shown,
        }

    def _get_boxes(self):
        """Return what the page shows of the products that are offered: dicts with id, name, code, unit, price,
        availability and whether there is any."""
        products = self.product_line_ids.product_id.filtered(self._is_sold)
        # sudo: the visitor may read none of them
        products = products.sudo().with_company(self.company_id)
        prices = self._get_prices(products) if self.show_price else {}
        return [
            {
                "id": product.id,
                "name": product.with_context(display_default_code=False).display_name,
                "code": product.default_code or "",
                "unit": product.uom_id.name,
                "price": prices.get(product.id),
                **self._get_availability(product),
            }
            for product in products.with_context(warehouse_id=self._get_warehouse().id)
        ]

    def _get_prices(self, products):
        """Return what one of each product costs somebody whom we do not know yet, ``{id: text}``."""
        pricelist = self._get_pricelist()
        currency = pricelist.currency_id or self.company_id.currency_id
        prices = pricelist._get_products_price(products, 1.0, currency=currency)
        return {product_id: format_amount(self.env, price, currency) for product_id, price in prices.items()}

    def _get_pricelist(self):
        """Return the pricelist of a stranger in the form's country, empty where there are none."""
        pricelists = self.env["product.pricelist"].sudo().with_company(self.company_id)
        if not self.env["res.groups"]._is_feature_enabled("product.group_product_pricelist"):
            return pricelists
        country = self._get_country()
        return pricelists._get_country_pricelist_multi(country.ids)[country.id]

    def _get_availability(self, product):
        """Return ``availability`` in as many words as the form allows, and whether there is any."""
        if self.show_availability == "none" or not product.is_storable:
            return {"availability": "", "is_available": True}
        free = product.free_qty
        if product.uom_id.compare(free, 0) <= 0:
            return {"availability": self.env._("Not in stock"), "is_available": False}
        if self.show_availability == "yes_no":
            return {"availability": self.env._("In stock"), "is_available": True}
        count = product.uom_id._format_quantity(free)
        text = self.env._("%(count)s %(unit)s in stock", count=count, unit=product.uom_id.name)
        return {"availability": text, "is_available": True}

    def _get_order_notice(self):
        """Return that nothing is set aside before the visitor is answered, empty where it is."""
        if self.order_mode == "quotation":
            return self.env._("We will send you a quotation. Nothing is set aside for you before you accept it.")
        if self.order_mode == "background":
            return self.env._("Your order is handled after you have sent it. Until then nothing is set aside.")
        return ""

    def _is_price_net(self):
        """Whether tax comes on top of the prices on the page."""
        return self.show_price and self.company_id.account_price_include == "tax_excluded"

    def _get_thanks(self):
        if self.kind != "order" or self.thank_you:
            return super()._get_thanks()
        if self.order_mode == "quotation":
            return self.env._("Thank you. We will send you our quotation soon.")
        return self.env._("Thank you for your order.")

    def _get_sample(self):
        """Add products that can be ordered to what a visitor might send."""
        sample = super()._get_sample()
        if self.kind != "order":
            return sample
        offered = self.product_line_ids.product_id.filtered(self._is_sold)
        for field in self._get_line_fields():
            product = offered[:1] or self.env["product.product"].search([("default_code", "!=", False)], limit=1)
            texts = {
                "line.product": product.default_code or product.name or "SKU-1",
                "line.quantity": "2",
                "line.unit": product.uom_id.name or self.env.ref("uom.product_uom_unit").name,
            }
            sample[get_cell_name(field.source_name, 0)] = texts.get(field.target, self.env._("A text"))
        if not self._get_line_fields():
            sample |= {f"{BOX}{product.id}": "2" for product in offered[:2]}
        return sample
