import re
from typing import NamedTuple

from odoo import models

from odoo.addons.crm_smarket.tools.form_payload import get_rows
from odoo.addons.crm_smarket.tools.form_transform import TransformError, decimal

from .crm_web_form_field import LINE_TARGETS

BOX = "product_"  # the quantity box of a product on the page: this and the product's id
BOX_NAME = re.compile(rf"{BOX}([0-9]{{1,9}})", re.ASCII)
MAX_QUANTITY = 1_000_000
WHO = ("lead.contact_name", "lead.partner_name", "lead.email_from", "lead.phone")


class FormLine(NamedTuple):
    """What a post says of one product.

    :param str text: the product as it was sent
    :param product: product.product, empty when none was found
    :param float quantity: in the unit
    :param uom: uom.uom
    :param str note: of the customer
    :param dict errors: what is wrong, ``{name sent: message}``
    """

    text: str
    product: models.BaseModel
    quantity: float
    uom: models.BaseModel
    note: str
    errors: dict


class FormCell(NamedTuple):
    """What a post says in one column of a row.

    :param str name: under which it was sent; where it was not, the name of another cell of the row
    :param str text: as it was sent, or the field's default
    :param value: what the field reads in it, None for nothing
    :param str error: what is wrong with it
    """

    name: str
    text: str
    value: object
    error: str


class CrmWebForm(models.Model):
    """Reading the products of a post: the boxes of the hosted page, and the rows of whatever cart a site has."""

    _inherit = "crm.web.form"

    def _get_single_fields(self):
        return super()._get_single_fields() - self._get_line_fields()

    def _get_line_fields(self):
        """Return the fields that are columns of the rows of products."""
        fields = self.field_ids if self.kind == "order" else self.field_ids.browse()
        return fields.filtered(lambda field: field.target in LINE_TARGETS and field._is_complete())

    def _map_payload(self, payload, lang=None):
        """Add what was ordered, what is wrong with it, and whether it is said who orders."""
        mapping = super()._map_payload(payload, lang)
        if self.kind != "order":
            return mapping
        form = self.with_context(lang=self._get_lang(lang))
        mapping.lines, names = form._read_lines(payload)
        mapping.also_sent = {name: text for name, text in mapping.also_sent.items() if name not in names}
        for line in mapping.lines:
            mapping.other_errors |= line.errors
        missing = []
        if not mapping.lines:
            missing.append(form.env._("Please choose at least one product."))
        if not any(row.text for row in mapping.rows if row.field.target in WHO):
            missing.append(form.env._("Please say who orders: a name, an e-mail address or a phone number."))
        if missing:
            mapping.other_errors[""] = "\n".join(missing)
        return mapping

    def _read_lines(self, payload):
        """Return what was ordered, right or wrong, and the names under which it was sent.

        :param dict payload: flat, as tools.form_payload makes it
        :return: (list of FormLine, set of names)
        """
        boxes, box_names = self._read_boxes(payload)
        rows, row_names = self._read_rows(payload)
        return boxes + rows, box_names | row_names

    # boxes of the page

    def _read_boxes(self, payload):
        """Return the lines of the boxes that are filled in; likewise."""
        offered = {product.id: product for product in self.product_line_ids.product_id}
        sent = {int(match[1]): name for name in payload if (match := BOX_NAME.fullmatch(name))}
        # first what is offered, in its order; what is not has an answer as well
        ids = [*filter(sent.get, offered), *(product_id for product_id in sent if product_id not in offered)]
        none = self.env["product.product"]
        boxes = [
            (offered.get(product_id, none), sent[product_id], payload[sent[product_id]].strip()) for product_id in ids
        ]
        lines = [self._read_box(*box) for box in boxes if box[2].strip("0.,")]
        return lines, set(sent.values())

    def _read_box(self, product, name, text):
        """Return the line of a box that is filled in."""
        line = FormLine(product.display_name or name, product, 0, product.uom_id, "", {})
        try:
            if not self._is_sold(product):
                raise TransformError("closed")
            return line._replace(quantity=self._check_quantity(decimal(text, self._get_locale()), line.uom))
        except TransformError as error:
            return line._replace(errors={name: self.env["crm.web.form.field"]._get_error(error.code)})

    # rows of a cart

    def _read_rows(self, payload):
        """Return the lines of the rows of a cart; empty rows are none."""
        fields, locale = self._get_line_fields(), self._get_locale()
        rows = get_rows(payload, fields.mapped("source_name"))
        names = {name for row in rows for name in row.values()}
        filled = [
            self._read_cells(fields, row, payload, locale) for row in rows if self._is_filled(fields, row, payload)
        ]
        products = self._find_products({str(cell.value) for cells in filled if (cell := cells.get("line.product"))})
        return [self._read_row(cells, products) for cells in filled], names

    def _is_filled(self, fields, row, payload):
        """Whether somebody wrote into a row what they want, or how many."""
        texts = {field.target: payload[row[field.source_name]].strip() for field in fields if field.source_name in row}
        return bool(texts.get("line.product") or texts.get("line.quantity", "").strip("0.,"))

    def _read_cells(self, fields, row, payload, locale):
        """Return the cells of a row, ``{target: FormCell}``; of several for one target the first with a text."""
        cells = {}
        for field in fields:
            name = row.get(field.source_name)
            text = payload.get(name, "").strip() or (field.default or "").strip()
            if field.target in cells and not (text and not cells[field.target].text):
                continue
            value, error = None, field._get_error("required") if field.required and not text else ""
            try:
                value = field._transform(text, locale) if text else None
            except TransformError as wrong:
                error = field._get_error(wrong.code)
            cells[field.target] = FormCell(name or next(iter(row.values())), text, value, error)
        return cells

    def _read_row(self, cells, products):
        """Return the line of a row.

        :param dict products: ``{text: (product, code of an error)}``
        """
        get_error = self.env["crm.web.form.field"]._get_error
        errors = {cell.name: cell.error for cell in cells.values() if cell.error}
        blank = FormCell(next(iter(cells.values())).name, "", None, "")
        named, counted = cells.get("line.product", blank), cells.get("line.quantity")
        product, code = products.get(str(named.value)) or (self.env["product.product"], "product")
        if code and not named.error:
            errors[named.name] = get_error(code)
        uom, quantity = product.uom_id, 1.0
        if product and (unit := cells.get("line.unit", blank)).text:
            uom = self._find_unit(product, unit.text)
            if not uom:
                errors[unit.name] = get_error("unit")
        try:
            if counted and not counted.error:
                quantity = self._check_quantity(counted.value, uom)
        except TransformError as error:
            errors.setdefault(counted.name, get_error(error.code))
        note = cells.get("line.note", blank).text
        return FormLine(named.text, product, quantity, uom, note, errors)

    def _check_quantity(self, number, uom):
        """Return a quantity as its unit is counted.

        :param number: None when nothing was sent
        :raise TransformError: how it is wrong
        """
        if number is None:
            raise TransformError("no_quantity")
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise TransformError("decimal")
        number = uom.round(number) if uom else number
        if number <= 0:
            raise TransformError("too_few")
        if number > MAX_QUANTITY:
            raise TransformError("too_many")
        return number
