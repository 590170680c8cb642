import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.number_pattern import resolve


class ResCompany(models.Model):
    """How a company, or branch, numbers and prints its delivery notes."""

    _inherit = "res.company"

    delivery_note_pattern = fields.Char(
        string="Numbers of Delivery Notes",
        required=True,
        default="WZ/%(wh)s/%(year)s/%(seq)05d",
        help="One running number, %(seq)05d, without a gap. Beside it may stand %(wh)s, the short name of the "
        "warehouse, %(year)s or %(y)s, and %(month)s: the numbers begin anew with each.",
    )
    delivery_note_correction_pattern = fields.Char(
        string="Numbers of Corrections", required=True, default="WZK/%(wh)s/%(year)s/%(seq)05d"
    )
    delivery_note_valued = fields.Boolean(
        string="Prices on Delivery Notes",
        help="Net prices and values of the order stand on the delivery note. Whoever may open the delivery can read "
        "them, the people in the warehouse included.",
    )
    delivery_note_copy = fields.Boolean(string="Original and Copy", default=True)
    label_format_id = fields.Many2one("stock.label.format", string="Address Labels", ondelete="set null")
    label_code = fields.Selection(
        [("code128", "Code 128"), ("qr", "QR code")], string="Code on Labels", required=True, default="code128"
    )

    @api.constrains("delivery_note_pattern", "delivery_note_correction_pattern")
    def _check_delivery_note_patterns(self):
        for company in self:
            for pattern in (company.delivery_note_pattern, company.delivery_note_correction_pattern):
                try:
                    resolve(pattern, fields.Date.today(), "WH")
                except ValueError as error:
                    raise ValidationError(
                        self.env._(
                            "“%(pattern)s” can't number delivery notes. It needs one running number such as "
                            "%(running)s, which touches no other digit, and may name %(words)s; a month needs "
                            "its year.",
                            pattern=pattern,
                            running="%(seq)05d",
                            words="%(wh)s, %(year)s, %(y)s, %(month)s",
                        )
                    ) from error

    def _get_local_today(self):
        """Return the date of today where the company is."""
        self.ensure_one()
        zone = self.resource_calendar_id.tz or self.partner_id.tz or "UTC"
        return fields.Datetime.now().replace(tzinfo=pytz.utc).astimezone(pytz.timezone(zone)).date()
