from odoo import fields, models


class ResCompany(models.Model):
    """From how much of a sales target on a company is satisfied, and how many cases a figure must rest on."""

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

    _sales_target_thresholds_order = models.Constraint(
        "CHECK (sales_target_watch >= 0 AND sales_target_good >= sales_target_watch)",
        'Of a sales target, "good" begins with at least as many per cent as "watch".',
    )
    _crm_smarket_few_cases_range = models.Constraint(
        "CHECK (crm_smarket_few_cases BETWEEN 0 AND 100000)",
        "The number of cases from which figures are relied on lies between 0 and 100000.",
    )
