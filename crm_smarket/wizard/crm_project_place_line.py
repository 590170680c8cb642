from odoo import fields, models


class CrmProjectPlaceLine(models.TransientModel):
    """A column of the pipeline, the stage it stands for, and how many deals would go there."""

    _name = "crm.project.place.line"
    _description = "Column of Deals to Place"

    wizard_id = fields.Many2one("crm.project.place", required=True, ondelete="cascade")
    crm_stage_id = fields.Many2one("crm.stage", string="Pipeline Column", ondelete="cascade")
    template_stage_id = fields.Many2one("crm.project.template.stage", string="Stage in Progress", ondelete="cascade")
    deal_count = fields.Integer(string="Deals")
