from odoo import fields, models


class ResUsersSettings(models.Model):
    """How a user has arranged the page; written by the web client with the user's own rights."""

    _inherit = "res.users.settings"

    general_information_layout = fields.Json(
        help="Order and hidden ones of the widgets of the general information: "
        '{"order": [key, …], "hidden": [key, …]}. Empty: as they come.',
    )
