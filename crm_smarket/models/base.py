from odoo import models


class Base(models.AbstractModel):
    """Properties may be mandatory."""

    _inherit = "base"

    def _additional_allowed_keys_properties_definition(self):
        """Let a property be marked as mandatory.

        Only the gate of a project stage reads the mark; every other properties
        field carries it along unread.
        """
        return (*super()._additional_allowed_keys_properties_definition(), "required")
