from odoo import fields, models


class CalendarEvent(models.Model):
    """A meeting of a deal may belong to one of its stages."""

    _inherit = "calendar.event"

    project_stage_id = fields.Many2one(
        "crm.project.stage",
        domain="[('lead_id', '=', opportunity_id)]",
        ondelete="set null",
        index="btree_not_null",
    )
