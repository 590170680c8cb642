from odoo import fields, models


class AccountMoveLine(models.Model):
    """The lines of a posted entry say how much a receipt is, and how much of it is matched.

    A line of a vendor bill says by its mark, or by its analytic distribution, how much of it
    is a sales expense.
    """

    _name = "account.move.line"
    _inherit = ["account.move.line", "crm.fact.source"]

    _fact_fields = {
        "crm.receipt.fact": {
            "account_id",
            "amount_currency",
            "amount_residual_currency",
            "balance",
            "move_id",
            "partner_id",
        }
    }

    is_sales_expense = fields.Boolean(
        string="Sales Expense",
        help="Spent to win deals: once the bill is posted, this line is among the sales expenses, without taxes.",
    )

    def write(self, vals):
        result = super().write(vals)
        if not {"analytic_distribution", "is_sales_expense"}.isdisjoint(vals):
            self.move_id._update_sales_expenses()
        return result

    def _get_sales_expense_share(self):
        """Return which part of this line of a bill is a sales expense, from 0 to 1.

        Of the analytic distribution, ``{"1,5": 60}`` for 60 % on two accounts of two plans,
        each part that names one of the accounts in the settings counts.
        """
        self.ensure_one()
        if self.parent_state != "posted" or self.display_type != "product":
            return 0.0
        if self.is_sales_expense:
            return 1.0
        accounts = set(map(str, self.company_id._get_sales_expense_analytic_accounts().ids))
        parts = (self.analytic_distribution or {}).items() if accounts else ()
        share = sum(percent for keys, percent in parts if not accounts.isdisjoint(keys.split(",")))
        return min(max(share / 100, 0.0), 1.0)

    def _filter_fact_sources(self, fact):
        return self.filtered(lambda line: line.parent_state == "posted" and line.move_type == "entry")

    def _note_removed_facts(self, fact):
        self._filter_fact_sources(fact).move_id._note_facts(fact)
