import base64

from odoo import fields, models
from odoo.exceptions import UserError


class CrmProjectTemplateImport(models.TransientModel):
    """Reads project templates from a file and says what it did not find here."""

    _name = "crm.project.template.import"
    _description = "Import Project Templates"

    file = fields.Binary(attachment=False, help="A file that was exported from project templates.")
    file_name = fields.Char()
    company_id = fields.Many2one("res.company", help="Empty: the templates are for all companies.")
    template_ids = fields.Many2many("crm.project.template", string="Imported Templates", readonly=True)
    warnings = fields.Text(readonly=True)

    def action_import(self):
        """Create the templates of the file; show what was not found, else the templates."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        content = base64.b64decode(self.file)
        templates, warnings = self.env["crm.project.template"]._create_from_file(content, self.company_id)
        self.write({"file": False, "template_ids": templates.ids, "warnings": "\n".join(warnings)})
        if not warnings:
            return self.action_open_templates()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported, but Not Everything Was Found"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_open_templates(self):
        """Open the imported templates."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket.crm_project_template_action")
        if len(self.template_ids) == 1:
            return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": self.template_ids.id}
        return {**action, "domain": [("id", "in", self.template_ids.ids)]}
