from odoo import fields, models


class ResCompany(models.Model):
    """From how much of a sales target on a company is satisfied."""

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

    _sales_target_thresholds_order = models.Constraint(
        "CHECK (sales_target_watch >= 0 AND sales_target_good >= sales_target_watch)",
        'Of a sales target, "good" begins with at least as many per cent as "watch".',
    )
