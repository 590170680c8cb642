from odoo import api, fields, models


class CrmProjectDocument(models.Model):
    """A document of a deal, by its name; a file satisfies the one it is assigned to, no other."""

    _name = "crm.project.document"
    _description = "Project Document"
    _order = "lead_id, stage_id, sequence, id"
    _access_through_lead = "lead_id"

    lead_id = fields.Many2one("crm.lead", string="Opportunity", required=True, ondelete="cascade", index=True)
    stage_id = fields.Many2one(
        "crm.project.stage",
        ondelete="cascade",
        index=True,
        domain="[('lead_id', '=', lead_id)]",
        help="Empty: the document belongs to the whole project.",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    required = fields.Boolean()
    template_attachment_id = fields.Many2one("ir.attachment", string="Blank", readonly=True, ondelete="set null")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "crm_project_document_attachment_rel",
        "document_id",
        "attachment_id",
        string="Files",
        copy=False,
    )
    is_missing = fields.Boolean(compute="_compute_is_missing")

    @api.depends("required", "attachment_ids")
    def _compute_is_missing(self):
        for document in self:
            document.is_missing = document.required and not document.attachment_ids

    @api.model_create_multi
    def create(self, vals_list):
        """Create documents; in a stage's own form the deal follows from the stage."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("lead_id") and vals.get("stage_id"):
                stage = self.env["crm.project.stage"].browse(vals["stage_id"])
                vals["lead_id"] = stage.lead_id.id
        documents = super().create(vals_list)
        documents._adopt_files()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_files()
        return result

    def _adopt_files(self):
        """Attach the files to the deal itself, so that its rights and chatter hold for them."""
        for document in self:
            strays = document.attachment_ids.filtered(
                lambda f, lead=document.lead_id: (f.res_model, f.res_id) != ("crm.lead", lead.id)
            )
            strays.write({"res_model": "crm.lead", "res_id": document.lead_id.id})
