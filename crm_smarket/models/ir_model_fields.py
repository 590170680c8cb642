from odoo import api, models

from ..tools.form_post import BUILDER_FIELD


class IrModelFields(models.Model):
    """The website builder takes each input of a form for a field of the form's model."""

    _inherit = "ir.model.fields"

    @api.model
    def formbuilder_whitelist(self, model, fields):
        """Open these fields to visitors; the chosen web form is none of the lead's fields."""
        if model == "crm.lead":
            fields = [name for name in fields if name != BUILDER_FIELD]
        return super().formbuilder_whitelist(model, fields)
