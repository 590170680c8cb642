from odoo import api, models

NOTED = "crm_smarket_reports.events_changed"
# What the page listens to; see static/src/widget_frame/event_pulse_hook.js.
CHANGED = "crm_smarket_reports/events_changed"


class CrmEventSource(models.AbstractModel):
    """What an event is made of: a change of it makes open pages ask again.

    The message says that something has changed and no more, once per transaction and when it
    commits: whoever is told asks with their own rights.
    """

    _name = "crm.event.source"
    _description = "Source of Events"

    @api.model_create_multi
    def create(self, vals_list):
        self._tell_of_changed_events()
        return super().create(vals_list)

    def write(self, vals):
        self._tell_of_changed_events()
        return super().write(vals)

    def unlink(self):
        self._tell_of_changed_events()
        return super().unlink()

    @api.model
    def _tell_of_changed_events(self):
        precommit = self.env.cr.precommit
        if NOTED not in precommit.data:
            precommit.data[NOTED] = True
            precommit.add(self.sudo()._send_changed_events)  # sudo: whoever changes an event, also a customer

    @api.model
    def _send_changed_events(self):
        self.env.ref("sales_team.group_sale_salesman")._bus_send(CHANGED, {})
