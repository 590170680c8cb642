from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmProjectPart(models.AbstractModel):
    """What belongs to one stage of a project, or to the project as a whole."""

    _name = "crm.project.part"
    _description = "Part of a Project"
    _order = "lead_id, stage_id, sequence, id"
    _access_through_lead = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        compute="_compute_lead_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="cascade",
        index=True,
    )
    stage_id = fields.Many2one(
        "crm.project.stage",
        ondelete="cascade",
        index=True,
        domain="[('lead_id', '=', lead_id)]",
        help="Empty: it belongs to the whole project.",
    )
    sequence = fields.Integer(default=10)

    @api.depends("stage_id.lead_id")
    def _compute_lead_id(self):
        """The deal of the stage; it follows when merging hands the stage to another deal."""
        for part in self:
            part.lead_id = part.stage_id.lead_id or part.lead_id

    @api.constrains("lead_id", "stage_id")
    def _check_stage(self):
        for part in self:
            if part.stage_id and part.stage_id.lead_id != part.lead_id:
                raise ValidationError(
                    self.env._(
                        "“%(part)s” belongs to the opportunity “%(lead)s”, so it cannot be assigned to the "
                        "stage “%(stage)s” of “%(other)s”. Choose one of its own stages.",
                        part=part.display_name,
                        lead=part.lead_id.name,
                        stage=part.stage_id.name,
                        other=part.stage_id.lead_id.name,
                    )
                )
