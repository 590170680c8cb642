from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the fulfilment, among those of the CRM."""

    _inherit = "res.config.settings"

    fulfilment_invoicing = fields.Boolean(related="company_id.fulfilment_invoicing", readonly=False)
    fulfilment_delivered_days = fields.Integer(related="company_id.fulfilment_delivered_days", readonly=False)
    contact_silent_days = fields.Integer(related="company_id.contact_silent_days", readonly=False)
