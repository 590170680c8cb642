from odoo import fields, models


class SaleOrder(models.Model):
    """An order knows the web form that it came through, and what is told to whoever sent it."""

    _inherit = "sale.order"

    web_form_submission_id = fields.Many2one(
        "crm.web.form.submission", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    web_form_id = fields.Many2one(
        "crm.web.form", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

    def action_view_web_form_submission(self):
        """Open what was sent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "crm.web.form.submission",
            "res_id": self.web_form_submission_id.id,
            "view_mode": "form",
        }

    def _get_web_form_answer(self):
        """Return what the sender of this order is told, as plain values: number, lines, total."""
        self.ensure_one()
        return {
            "name": self.name,
            "state": "confirmed" if self.state == "sale" else "quotation",
            "currency": self.currency_id.name,
            "untaxed": self.amount_untaxed,
            "total": self.amount_total,
            "lines": [
                line._get_web_form_answer() for line in self.order_line.filtered(lambda line: not line.display_type)
            ],
        }
