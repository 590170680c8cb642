from collections import defaultdict

from odoo import models
from odoo.tools.misc import formatLang

from ..tools import fonts
from ..tools.paging import paginate

# The page in millimetres, as the template lays it out (see report/delivery_note_templates.xml).
PAGE, HEAD, HEAD_AGAIN, CLOSING = 268, 48, 24, 50
LINE, PADDING, POINT = 4.2, 2.2, 0.3528
NAME_WIDTH, NAME_WIDTH_VALUED, CODE_WIDTH = 106, 60, 24
FONT_SIZE = 9


class StockDeliveryNote(models.Model):
    """What stands on a delivery note."""

    _inherit = "stock.delivery.note"

    def _get_language(self):
        """Return the code of the language of this paper: the customer's."""
        self.ensure_one()
        return self.picking_id._get_report_lang() or self.company_id.partner_id.lang or "en_US"

    def _get_orders(self):
        """Return the sale orders that the goods belong to."""
        return self.picking_id.sale_id | self.picking_id.move_ids.sale_line_id.order_id

    def _get_parties(self):
        """Return who issues and who gets the goods.

        :return: ``{"issuer", "recipient", "address"}``: partners, the last one empty unless the goods go elsewhere
        """
        self.ensure_one()
        partner = self.picking_id.partner_id
        recipient = self._get_orders()[:1].partner_invoice_id.commercial_partner_id or partner.commercial_partner_id
        return {
            "issuer": self.company_id.partner_id,
            "recipient": recipient,
            "address": partner if partner != recipient else partner.browse(),
        }

    def _get_address(self, partner):
        """Return the address of a partner as its country writes it, without empty lines."""
        lines = partner._display_address(without_company=True).splitlines()
        return "\n".join(line for line in lines if line.strip())

    def _get_vat_label(self, partner):
        """Return what the VAT number of a partner is called: its country's own word if that is more than "VAT"."""
        country = partner.country_id
        if country.with_context(lang="en_US").vat_label in (False, "", "VAT"):
            return self.env._("VAT no.")
        return country.vat_label

    def _get_rows(self):
        """Return the rows of the paper: like goods at a like price in one row, in the order of the delivery.

        :return: list of ``{"product", "code", "name", "details", "unit", "quantity", "lots", "price", "value",
            "currency"}``; price and value are None where no order tells them
        """
        self.ensure_one()
        rows = {}
        for move in self.picking_id.move_ids.filtered(lambda move: move.state == "done" and move.quantity):
            details = move.description_picking or ""
            names = (move.product_id.name, move.product_id.display_name)
            price = self._get_unit_price(move)
            currency = move.sale_line_id.currency_id
            key = (move.product_id, move.product_uom, price, currency, details)
            row = rows.setdefault(
                key,
                {
                    "product": move.product_id,
                    "code": move.product_id.default_code or move.product_id.barcode or "",
                    "name": move.product_id.with_context(display_default_code=False).display_name,
                    "details": "" if details in names else details,
                    "unit": move.product_uom,
                    "quantity": 0,
                    "price": price,
                    "currency": currency,
                    "lots": defaultdict(float),
                },
            )
            row["quantity"] += move.quantity
            for line in move.move_line_ids.filtered("lot_id"):
                row["lots"][line.lot_id] += line.quantity
        for row in rows.values():
            row["value"] = None if row["price"] is None else row["currency"].round(row["price"] * row["quantity"])
            row["lots"] = self._get_lots(row)
        return list(rows.values())

    def _get_unit_price(self, move):
        """Return the net price of a unit of the move by its order; None if no order tells it, as of parts of a kit."""
        line = move.sale_line_id
        if not line or line.product_id != move.product_id:
            return None
        price = line.price_reduce_taxexcl or line.price_unit * (1 - line.discount / 100)
        return line.product_uom_id._compute_price(price, move.product_uom)

    def _get_lots(self, row):
        """Return the lots or serial numbers of a row, each with its quantity where a lot is more than one piece."""
        if row["product"].tracking == "serial":
            return [lot.name for lot in row["lots"]]
        return [f"{lot.name} ({self._format(quantity)})" for lot, quantity in row["lots"].items()]

    def _get_totals(self, rows):
        """Return the sum of the values in each currency: list of (amount, currency)."""
        totals = defaultdict(float)
        for row in rows:
            if row["value"] is not None:
                totals[row["currency"]] += row["value"]
        return [(amount, currency) for currency, amount in totals.items()]

    def _format(self, number, currency=None):
        """Return a quantity, or an amount of money, as the language of the paper writes it."""
        if currency:
            return formatLang(self.env, number, digits=currency.decimal_places)
        digits = 0 if float(number).is_integer() else self.env["decimal.precision"].precision_get("Product Unit")
        return formatLang(self.env, number, digits=digits)

    def _get_paper_values(self, tighten=0):
        """Return what the template of the paper is rendered with; call it in the language of the paper.

        :param float tighten: millimetres of each page to leave free, beyond what is known to be needed
        """
        self.ensure_one()
        rows = self._get_rows()
        valued = self.company_id.delivery_note_valued and any(row["price"] is not None for row in rows)
        counts = paginate(
            [self._get_row_height(row, valued) for row in rows],
            PAGE - HEAD - self._get_parties_height() - tighten,
            PAGE - HEAD_AGAIN - tighten,
            CLOSING,
        )
        starts = [sum(counts[:place]) for place in range(len(counts))]
        return {
            "note": self,
            "picking": self.picking_id,
            "company": self.company_id,
            "orders": self._get_orders(),
            "corrected_notes": self.picking_id._get_returned_notes() if self.kind == "wzk" else self.browse(),
            "rows": rows,
            "pages": [rows[start : start + count] for start, count in zip(starts, counts, strict=True)],
            "starts": starts,
            "page_numbers": [
                self.env._("Page %(page)s of %(pages)s", page=page, pages=len(counts))
                for page in range(1, len(counts) + 1)
            ],
            "valued": valued,
            "totals": self._get_totals(rows),
            "parcels": self.picking_id._get_parcel_count(),
            "weight": self.picking_id.shipping_weight or self.picking_id.weight,
            "copies": ["original", "copy"] if self.company_id.delivery_note_copy else ["original"],
            "font_regular": fonts.data_uri(fonts.REGULAR),
            "font_strong": fonts.data_uri(fonts.STRONG),
            **self._get_parties(),
        }

    def _get_row_height(self, row, valued):
        """Return the height of a row in millimetres, at least."""
        wide = NAME_WIDTH_VALUED if valued else NAME_WIDTH
        lots = ", ".join(row["lots"]) and f"Serial numbers: {', '.join(row['lots'])}"
        lines = sum(self._count_lines(text, wide) for text in (row["name"], row["details"], lots) if text)
        return max(lines, self._count_lines(row["code"], CODE_WIDTH), 1) * LINE + PADDING

    def _count_lines(self, text, wide):
        return len(fonts.wrap(text, fonts.REGULAR, FONT_SIZE * POINT, wide * 0.94)) or 1

    def _get_parties_height(self):
        """Return the height of the boxes with the parties in millimetres, at least."""
        wide = 180 / (3 if self._get_parties()["address"] else 2) - 6
        lines = [
            sum(self._count_lines(text or "", wide) for text in (partner.name, self._get_address(partner)))
            for partner in self._get_parties().values()
            if partner
        ]
        return (max(lines) + 2) * LINE + PADDING
