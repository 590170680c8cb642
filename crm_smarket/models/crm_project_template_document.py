from odoo import fields, models


class CrmProjectTemplateDocument(models.Model):
    """A document that a stage should have, with a file to start from."""

    _name = "crm.project.template.document"
    _description = "Template Document"
    _order = "sequence, id"
    _access_through_lead = "template_stage_id.template_id.lead_id"

    template_stage_id = fields.Many2one("crm.project.template.stage", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    required = fields.Boolean(help="The stage cannot be completed before this document has a file.")
    file = fields.Binary(
        string="File to Copy",
        attachment=True,
        help="A blank or sample. It is copied into every new project and does not yet satisfy a required document.",
    )
    file_name = fields.Char()
