from odoo import api, fields, models


class CrmProjectDocument(models.Model):
    """A document of a deal, by its name; a file satisfies the one it is assigned to, no other."""

    _name = "crm.project.document"
    _description = "Project Document"
    _inherit = ["crm.project.part"]

    name = fields.Char(required=True, translate=True)
    required = fields.Boolean()
    template_attachment_id = fields.Many2one("ir.attachment", string="Blank", readonly=True, ondelete="set null")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "crm_project_document_attachment_rel",
        "document_id",
        "attachment_id",
        string="Files",
        bypass_search_access=True,  # they are the deal's own; reading them still asks
        copy=False,
    )
    is_missing = fields.Boolean(compute="_compute_is_missing")

    @api.depends("required", "attachment_ids")
    def _compute_is_missing(self):
        for document in self:
            document.is_missing = document.required and not document.attachment_ids

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._adopt_files()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_files()
        return result

    def _adopt_files(self):
        """Attach the files to the deal itself, so that its rights and chatter hold for them.

        A file that another record owns stays there; the deal gets a copy of its own.
        """
        for document in self:
            home = {"res_model": "crm.lead", "res_id": document.lead_id.id}
            strays = document.attachment_ids.filtered(lambda f, home=home: any(f[key] != home[key] for key in home))
            own = (self._name, document.id)
            foreign = strays.filtered(lambda f, own=own: f.res_id and (f.res_model, f.res_id) != own)
            (strays - foreign).write(home)
            if foreign:
                copies = self.env["ir.attachment"].union(*(file.copy(home) for file in foreign))
                document.attachment_ids = document.attachment_ids - foreign + copies

    def assign_file(self, attachment_id):
        """Let a file of the deal be this document (called by the list of its other files)."""
        self.ensure_one()
        self.write({"attachment_ids": [(4, attachment_id)]})
