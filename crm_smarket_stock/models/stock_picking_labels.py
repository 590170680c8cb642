from odoo import fields, models
from odoo.tools.misc import formatLang

from ..tools.label import Label


class StockPicking(models.Model):
    """A delivery has an address label for each of its parcels."""

    _inherit = "stock.picking"

    parcel_count = fields.Integer(
        string="Parcels", copy=False, help="How many parcels leave; 0 stands for the number of packages, or one."
    )
    cod_amount = fields.Monetary(
        string="Cash on Delivery",
        currency_field="cod_currency_id",
        copy=False,
        help="What the carrier collects from the recipient; it stands on the address label.",
    )
    cod_currency_id = fields.Many2one("res.currency", compute="_compute_cod_currency_id")

    def _compute_cod_currency_id(self):
        for picking in self:
            # sudo: a warehouse worker may not open the order
            picking.cod_currency_id = picking.sudo().sale_id.currency_id or picking.company_id.currency_id

    def action_print_labels(self):
        """Print the address labels again as they were printed last, or ask how the first time."""
        self.check_access("read")
        last = self.env["stock.print.log"].search(
            [("kind", "=", "label"), ("picking_ids", "in", self.ids)], limit=1, order="id desc"
        )
        if last and last.picking_ids == self:
            return last.action_print_again()
        return self.action_choose_labels()

    def action_choose_labels(self):
        """Ask on what paper to print the address labels."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Address Labels"),
            "res_model": "stock.address.label.print",
            "view_mode": "form",
            "target": "new",
            "context": {"default_picking_ids": self.ids},
        }

    def _get_parcels(self):
        """Return the outermost packages that leave with this delivery."""
        self.ensure_one()
        packages = self._get_packages_for_print()
        return packages.filtered(lambda package: package.outermost_package_id not in packages - package)

    def _get_parcel_count(self):
        """Return the number of parcels: as typed, else the packages, else one."""
        self.ensure_one()
        return self.parcel_count or len(self._get_parcels()) or 1

    def _get_labels(self):
        """Yield the address labels of these deliveries, one per parcel."""
        for picking in self:
            # sudo: the label names the order, which a warehouse worker may not open
            yield from picking.sudo().with_context(lang=picking._get_report_lang())._get_parcel_labels()

    def _get_parcel_labels(self):
        """Return the labels of one delivery, in the language of the environment."""
        self.ensure_one()
        partner = self.partner_id or self.move_ids.partner_id[:1] or self.company_id.partner_id
        sender = self.picking_type_id.warehouse_id.partner_id or self.company_id.partner_id
        name = partner.commercial_partner_id.name or partner.name or ""
        person = partner.name if partner.name and partner.name != name else ""
        lines, locality = partner._get_label_address()
        packages, count = self._get_parcels(), self._get_parcel_count()
        shared = {
            "recipient": name,
            "address": (*filter(None, [person]), *lines),
            "locality": locality,
            "country": (partner.country_id.name or "").upper() if partner.country_id != sender.country_id else "",
            "phone": partner.phone or partner.commercial_partner_id.phone or "",
            "sender": (self.company_id.name, *sender._get_label_address(joined=True)),
            "order": ", ".join((self.sale_id | self.move_ids.sale_line_id.order_id).mapped("name"))
            or self.origin
            or "",
            "note": self.delivery_note_number or "",
            "code": self.name,
            "carrier": self.carrier_id.name or "",
            "parcels": count,
            "captions": self._get_label_captions(),
        }
        return [
            Label(
                **shared,
                parcel=number,
                weight=self._get_parcel_weight(packages[number - 1 : number], count),
                # collected once, with the first parcel
                cod=self._format_money(self.cod_amount) if self.cod_amount and number == 1 else "",
            )
            for number in range(1, count + 1)
        ]

    def _get_label_captions(self):
        return {
            "recipient": self.env._("Recipient"),
            "sender": self.env._("Sender"),
            "phone": self.env._("Phone"),
            "order": self.env._("Order"),
            "note": self.env._("Delivery note"),
            "carrier": self.env._("Carrier"),
            "weight": self.env._("Weight"),
            "cod": self.env._("CASH ON DELIVERY"),
        }

    def _get_parcel_weight(self, package, count):
        """Return the weight of a parcel as text: of its package, or of the delivery if that is one parcel."""
        weight = package.shipping_weight or package.weight
        if not weight and count == 1:
            weight = self.shipping_weight or self.weight
        return f"{formatLang(self.env, weight, digits=2)} {self.weight_uom_name}" if weight else ""

    def _format_money(self, amount):
        currency = self.cod_currency_id
        return f"{formatLang(self.env, amount, digits=currency.decimal_places)} {currency.name}"
