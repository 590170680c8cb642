from odoo import fields, models

from ..models.crm_project_timing import UNITS


class CrmProjectTemplateProposeLine(models.TransientModel):
    """A column of the pipeline with the median time that won deals stayed in it."""

    _name = "crm.project.template.propose.line"
    _description = "Column of a Proposed Template"

    wizard_id = fields.Many2one("crm.project.template.propose", required=True, ondelete="cascade")
    crm_stage_id = fields.Many2one("crm.stage", string="Pipeline Column", required=True, ondelete="cascade")
    deal_count = fields.Integer(string="Deals")
    duration = fields.Float(string="Median Time")
    duration_unit = fields.Selection(UNITS, string="Unit", default="days", required=True)
    is_included = fields.Boolean(string="Make a Stage", default=True)
