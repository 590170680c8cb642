from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of delivery notes and labels, among those of the inventory."""

    _inherit = "res.config.settings"

    delivery_note_pattern = fields.Char(related="company_id.delivery_note_pattern", readonly=False)
    delivery_note_correction_pattern = fields.Char(
        related="company_id.delivery_note_correction_pattern", readonly=False
    )
    delivery_note_valued = fields.Boolean(related="company_id.delivery_note_valued", readonly=False)
    delivery_note_copy = fields.Boolean(related="company_id.delivery_note_copy", readonly=False)
    label_format_id = fields.Many2one(related="company_id.label_format_id", readonly=False)
    label_code = fields.Selection(related="company_id.label_code", readonly=False)
