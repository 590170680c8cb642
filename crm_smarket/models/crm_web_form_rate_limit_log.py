from odoo import fields, models


# Transient for being vacuumed, not for a dialog: as core's own log of sign-in codes.
# pylint: disable-next=no-wizard-in-models
class CrmWebFormRateLimitLog(models.TransientModel):
    """Who posted when: rows are only added, and those older than the window are vacuumed."""

    _name = "crm.web.form.rate.limit.log"
    _description = "Web Form Rate Limit Log"

    form_id = fields.Many2one("crm.web.form", required=True, readonly=True, ondelete="cascade")
    network = fields.Char(readonly=True)

    _form_network_date_idx = models.Index("(form_id, network, create_date)")
    _form_date_idx = models.Index("(form_id, create_date)")
