from odoo import models


class MailActivity(models.Model):
    """An activity is an event of the page."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "crm.event.source"]
