from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of reports, sales targets and the return on spending, among those of the CRM."""

    _inherit = "res.config.settings"

    sales_target_good = fields.Integer(related="company_id.sales_target_good", readonly=False)
    sales_target_watch = fields.Integer(related="company_id.sales_target_watch", readonly=False)
    crm_smarket_few_cases = fields.Integer(related="company_id.crm_smarket_few_cases", readonly=False)
    crm_smarket_committed = fields.Integer(related="company_id.crm_smarket_committed", readonly=False)
    sales_expense_analytic_account_ids = fields.Many2many(
        related="company_id.sales_expense_analytic_account_ids", readonly=False
    )
    sales_expense_return_good = fields.Integer(related="company_id.sales_expense_return_good", readonly=False)
    sales_expense_return_watch = fields.Integer(related="company_id.sales_expense_return_watch", readonly=False)
