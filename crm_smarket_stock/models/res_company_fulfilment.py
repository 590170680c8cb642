from odoo import fields, models


class ResCompany(models.Model):
    """How far the guided way of a company's orders goes, and when a customer counts as silent."""

    _inherit = "res.company"

    fulfilment_invoicing = fields.Boolean(
        string="Invoices Are Made Here",
        default=True,
        help="The way of an order ends with its invoice. Switch it off if another program makes the invoices.",
    )
    fulfilment_delivered_days = fields.Integer(
        string="Delivered after Days",
        default=7,
        help="So many days after shipping a delivery counts as received, unless somebody has said so before. "
        "0: only people say so.",
    )
    contact_silent_days = fields.Integer(
        string="Silent after Days",
        default=90,
        help="So many days after the last order was received a customer without any deal counts as silent.",
    )

    _fulfilment_days_not_negative = models.Constraint(
        "CHECK (fulfilment_delivered_days >= 0 AND contact_silent_days >= 0)", "Days cannot be negative."
    )
