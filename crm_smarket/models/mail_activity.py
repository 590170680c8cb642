from odoo import fields, models


class MailActivity(models.Model):
    """An activity of a deal may belong to one of its stages."""

    _inherit = "mail.activity"

    project_stage_id = fields.Many2one("crm.project.stage", ondelete="set null", index="btree_not_null")
    project_plan_line_id = fields.Many2one(
        "mail.activity.plan.template",
        ondelete="set null",
        help="The line of the stage's activity plan that this activity fulfils.",
    )
