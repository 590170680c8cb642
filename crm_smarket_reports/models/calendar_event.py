from odoo import models


class CalendarEvent(models.Model):
    """A meeting is an event of the page."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "crm.event.source"]
