"""What those who let the demonstration company happen have in common."""

from odoo import fields

# Nobody is told by mail of what happened before the company was founded.
QUIETLY = {
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
    "mail_notify_force_send": False,
    "no_mail_to_attendees": True,
    "dont_notify": True,
}


class Teller:
    """Lets events happen, one after the other, through the methods that people use.

    :param demo: the record set of ``crm.smarket.demo``
    :param Clock clock: what tells the time meanwhile
    :param datetime present: where the past ends
    """

    context = QUIETLY

    def __init__(self, demo, clock, present=None):
        self.demo = demo
        self.env = demo.env(context={**demo.env.context, **self.context})
        self.clock = clock
        self.present = present or fields.Datetime.now()
