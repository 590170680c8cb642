from odoo import fields, models


class CrmWebFormTryLine(models.TransientModel):
    """A row of the mapping that is proposed."""

    _name = "crm.web.form.try.line"
    _description = "Proposed Web Form Field"

    try_id = fields.Many2one("crm.web.form.try", required=True, ondelete="cascade")
    is_chosen = fields.Boolean(string="Keep", default=True)
    source_name = fields.Char(string="Sent as", required=True)
    text = fields.Char(string="In the Sample")
    target = fields.Selection(
        selection=lambda self: self.env["crm.web.form.field"]._get_targets(), string="Fills", required=True
    )
    transform = fields.Selection(
        selection=lambda self: self.env["crm.web.form.field"]._fields["transform"]._description_selection(self.env),
        string="Read as",
        required=True,
    )

    def _prepare_field(self, sequence):
        """Return the values of the form's field that this row proposes."""
        self.ensure_one()
        return {
            "sequence": sequence,
            "source_name": self.source_name,
            "target": self.target,
            "transform": self.transform,
        }
