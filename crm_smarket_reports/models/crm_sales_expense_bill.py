from odoo import api, fields, models
from odoo.exceptions import UserError

PURCHASES = ("in_invoice", "in_refund", "in_receipt")
# Bills are booked by people who need not sell, and by crons: nobody is told, nobody follows.
QUIETLY = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class CrmSalesExpense(models.Model):
    """Expenses made of posted vendor bills, and as long as these are posted.

    A line counts by its mark, or by its share on the analytic accounts that the settings name;
    with both, or with two such accounts, still once. There is one expense per line.
    """

    _inherit = "crm.sales.expense"

    move_line_id = fields.Many2one("account.move.line", string="Bill Line", readonly=True, ondelete="cascade")
    move_id = fields.Many2one(related="move_line_id.move_id", string="Vendor Bill")
    share = fields.Float(
        readonly=True, default=1.0, digits=(16, 6), aggregator=None, help="Which part of the bill's line counts."
    )

    _move_line_unique = models.UniqueIndex("(move_line_id) WHERE move_line_id IS NOT NULL")

    @api.depends("move_line_id", "share")
    def _compute_amount_company(self):
        return super()._compute_amount_company()

    def _get_amount_in_company_currency(self):
        if self.move_line_id:
            return self.company_id.currency_id.round(self.move_line_id.balance * self.share)
        return super()._get_amount_in_company_currency()

    def action_open_bill(self):
        """Open the vendor bill behind this expense."""
        self.ensure_one()
        bill = self.move_id
        if not bill.has_access("read"):
            raise UserError(
                self.env._("“%s” is a bill of the books, which you may not open.", bill.sudo().display_name)
            )  # sudo: its number, no more
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": bill.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _take_from_bills(self, moves):
        """Let the expenses of vendor bills be what their lines say now.

        :param moves: entries of any kind and state
        """
        # sudo: whoever books a bill need neither see nor make sales expenses
        bills = moves.sudo().filtered(lambda move: move.move_type in PURCHASES)
        if not bills:
            return
        expenses = self.sudo().with_context(**QUIETLY, active_test=False)
        kept = expenses.search([("move_line_id", "in", bills.line_ids.ids)]).grouped("move_line_id")
        new = []
        for line in bills.invoice_line_ids:
            share = line._get_sales_expense_share()
            expense = kept.pop(line, expenses)
            if share and not line.currency_id.is_zero(line.amount_currency * share):
                vals = expenses._prepare_from_bill(line, share)
                if expense:
                    expense.write(vals)
                    expense.modified(["share"])  # the bill's rate may be another one, with the same amount
                else:
                    new.append({**vals, **expenses._prepare_new_from_bill(line)})
            elif expense:
                expense.active = False
        expenses.union(*kept.values()).active = False
        expenses.create(new)

    @api.model
    def _prepare_from_bill(self, line, share):
        """Return what an expense takes from the line of its bill whenever that changes."""
        return {
            "active": True,
            "date": line.move_id.invoice_date or line.date,
            "company_id": line.company_id.id,
            "amount": line.currency_id.round(line.amount_currency * share),
            "currency_id": line.currency_id.id,
            "share": share,
        }

    @api.model
    def _prepare_new_from_bill(self, line):
        """Return what an expense takes from the line of its bill once: people may know better."""
        bill = line.move_id
        return {
            "name": ", ".join(filter(None, [bill.partner_id.display_name, (line.name or bill.name).split("\n")[0]])),
            "move_line_id": line.id,
            "origin": "bill",
            "campaign_id": bill.campaign_id.id,
            "source_id": bill.source_id.id,
            "medium_id": bill.medium_id.id,
            "categ_id": False,
            "user_id": False,
        }
