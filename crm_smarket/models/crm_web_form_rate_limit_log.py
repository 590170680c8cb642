from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class CrmWebFormRateLimitLog(models.Model):
    """Who posted when: rows are only added, by SQL, and those older than the window are vacuumed."""

    _name = "crm.web.form.rate.limit.log"
    _description = "Web Form Rate Limit Log"

    form_id = fields.Many2one("crm.web.form", required=True, readonly=True, ondelete="cascade")
    network = fields.Char(readonly=True)

    _form_network_date_idx = models.Index("(form_id, network, create_date)")
    _form_date_idx = models.Index("(form_id, create_date)")

    @api.autovacuum
    def _gc_log(self):
        """Forget what no limit counts any more: a network address is personal data."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE create_date < %s",
                SQL.identifier(self._table),
                fields.Datetime.now() - timedelta(hours=1),
            )
        )
