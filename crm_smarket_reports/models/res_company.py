from odoo import fields, models

from .crm_sales_expense_bill import PURCHASES


class ResCompany(models.Model):
    """From where on a company is satisfied with targets and returns, what a forecast and a figure must rest on."""

    _inherit = "res.company"

    sales_target_good = fields.Integer(
        string="Good from, %",
        default=100,
        help="From so many per cent on, of what a sales target asks up to today, things are good.",
    )
    sales_target_watch = fields.Integer(
        string="Watch from, %",
        default=90,
        help="From so many per cent on, of what a sales target asks up to today, things are to be watched; "
        "below they are bad.",
    )

    crm_smarket_few_cases = fields.Integer(
        string="Too Few Cases", default=10, help="Shares and durations of fewer cases than this are shown in grey."
    )

    crm_smarket_committed = fields.Integer(
        string="Committed from, %",
        default=80,
        help="Open deals that are won with this probability or more are the committed part of the forecast.",
    )

    sales_expense_analytic_account_ids = fields.Many2many(
        "account.analytic.account",
        string="Analytic Accounts of Sales Expenses",
        help="Lines of posted vendor bills on these accounts are sales expenses, those of past bills included. "
        "Branches have those of their head office, too.",
    )
    sales_expense_return_good = fields.Integer(
        string="Good Return from, %",
        default=100,
        help="The target: from so many per cent of return on, money was spent well. At 100 % it came back twice.",
    )
    sales_expense_return_watch = fields.Integer(
        string="Return to Watch from, %",
        default=0,
        help="From so many per cent of return on, spending is to be watched; below it is bad. At 0 % all that was "
        "spent came back.",
    )

    _sales_expense_returns_order = models.Constraint(
        "CHECK (sales_expense_return_watch >= -100 AND sales_expense_return_good >= sales_expense_return_watch)",
        'Of a return, "good" begins with at least as many per cent as "watch", and nobody loses more than 100 %.',
    )
    _sales_target_thresholds_order = models.Constraint(
        "CHECK (sales_target_watch >= 0 AND sales_target_good >= sales_target_watch)",
        'Of a sales target, "good" begins with at least as many per cent as "watch".',
    )
    _crm_smarket_committed_range = models.Constraint(
        "CHECK (crm_smarket_committed BETWEEN 1 AND 100)",
        "The probability from which deals are committed lies between 1 % and 100 %.",
    )
    _crm_smarket_few_cases_range = models.Constraint(
        "CHECK (crm_smarket_few_cases BETWEEN 0 AND 100000)",
        "The number of cases from which figures are relied on lies between 0 and 100000.",
    )

    def write(self, vals):
        if "sales_expense_analytic_account_ids" not in vals:
            return super().write(vals)
        before = self.sales_expense_analytic_account_ids
        result = super().write(vals)
        after = self.sales_expense_analytic_account_ids
        self._update_sales_expenses((before | after) - (before & after))
        return result

    def _get_sales_expense_analytic_accounts(self):
        """Return the analytic accounts whose lines are sales expenses here: own and the head office's."""
        # sudo: of the head office, which accounts; archived ones have bills, too
        return self.sudo().with_context(active_test=False).parent_ids.sales_expense_analytic_account_ids

    def _update_sales_expenses(self, accounts):
        """Let posted bills follow a change of what their lines on these analytic accounts are."""
        if not accounts:
            return
        # sudo: whoever changes settings need not see bills
        lines = self.env["account.move.line"].sudo()
        domain = [
            ("company_id", "child_of", self.ids),
            ("parent_state", "=", "posted"),
            ("move_type", "in", PURCHASES),
            ("analytic_distribution", "in", accounts.ids),
        ]
        self.env["crm.sales.expense"]._take_from_bills(lines.search(domain).move_id)
