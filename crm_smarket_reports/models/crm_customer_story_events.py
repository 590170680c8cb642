from odoo import api, fields, models
from odoo.fields import Domain

from .crm_customer_story import Place


class CrmCustomerStory(models.AbstractModel):
    """The streams of the time line that come from projects, meetings and activities."""

    _inherit = "crm.customer.story"

    # -- projects ----------------------------------------------------------------------------------------------------

    @api.model
    def _get_transition_entries(self, customers, after, limit):
        """Return the way of deals: stages of projects, columns, won and lost."""
        rows = self.env["crm.project.transition"].search(
            Domain("lead_id", "any", self._get_leads_domain(customers))
            & self._get_told_transitions_domain()
            & self._get_older_domain(after, "date"),
            order="date desc, id desc",
            limit=limit,
        )
        return [
            (
                Place(row.date, after[1], row.id),
                {
                    **self._get_time(row.date),
                    **self._describe_transition(row),
                    "details": [row.lead_id.name, row.user_id.name],
                    "amount": None,
                    "currency_id": False,
                    "customer": self._get_customer_name(row.lead_id.partner_id),
                    "model": "crm.lead",
                    "id": row.lead_id.id,
                    "method": None,
                    "is_planned": False,
                },
            )
            for row in rows
        ]

    @api.model
    def _get_told_transitions_domain(self):
        """Return which passages are worth telling.

        A stage when it is over, or while it lasts; a deal's columns where it has no project, whose stages
        say the same.
        """
        stages = Domain("kind", "=", "stage") & Domain.OR(
            [
                Domain("state_to", "=", "done"),
                Domain("state_to", "=", "in_progress") & Domain("project_stage_id.state", "=", "in_progress"),
                Domain("state_to", "=", "cancelled") & Domain("project_stage_id.is_skipped", "=", True),
            ]
        )
        columns = Domain("kind", "=", "pipeline") & Domain("crm_stage_to_id", "!=", False)
        without_project = Domain("crm_stage_from_id", "=", False) | Domain("lead_id.project_template_id", "=", False)
        return stages | (columns & without_project) | Domain("kind", "=", "outcome")

    @api.model
    def _describe_transition(self, row):
        """Return icon, label and title of a passage."""
        if row.kind == "outcome":
            label, icon = {
                "won": (self.env._("Won"), "fa-trophy text-success"),
                "lost": (self.env._("Lost"), "fa-thumbs-down text-danger"),
                "pending": (self.env._("Open Again"), "fa-repeat"),
            }[row.outcome_to or "pending"]
            return {"icon": icon, "label": label, "title": row.lead_id.name}
        if row.kind == "pipeline":
            label = self.env._("Moved to") if row.crm_stage_from_id else self.env._("New Opportunity")
            return {"icon": "fa-star", "label": label, "title": row.crm_stage_to_id.name}
        label, icon = {
            "done": (self.env._("Stage Done"), "fa-check-circle text-success"),
            "in_progress": (self.env._("Stage in Progress"), "fa-play-circle"),
            "cancelled": (self.env._("Stage Skipped"), "fa-step-forward"),
        }[row.state_to]
        return {"icon": icon, "label": label, "title": row.project_stage_id.name or row.name}

    # -- meetings and activities -------------------------------------------------------------------------------------

    @api.model
    def _get_meeting_entries(self, customers, after, limit):
        """Return meetings about deals of customers and with their people; a private one of others is "Busy"."""
        about = Domain("opportunity_id", "any", self._get_leads_domain(customers))
        together = Domain("partner_ids", "any", customers.get_domain("commercial_partner_id"))
        meetings = self.env["calendar.event"].search(
            (about | together) & self._get_older_domain(after, "start"), order="start desc, id desc", limit=limit
        )
        leads = {lead.id: lead for lead in meetings.opportunity_id._filtered_access("read")}
        now = fields.Datetime.now()
        entries = []
        for meeting in meetings:
            moment = {"day": meeting.start_date, "time": False} if meeting.allday else self._get_time(meeting.start)
            lead = leads.get(meeting.opportunity_id.id, self.env["crm.lead"])
            entry = {
                **moment,
                "icon": "fa-calendar",
                "label": self.env._("Meeting"),
                "title": meeting.display_name,
                "details": [lead.name, meeting.user_id.name],
                "amount": None,
                "currency_id": False,
                "customer": self._get_customer_name(lead.partner_id),
                "model": "calendar.event",
                "id": meeting.id,
                "method": None,
                "is_planned": meeting.start > now,
            }
            entries.append((Place(meeting.start, after[1], meeting.id), entry))
        return entries

    @api.model
    def _get_done_activity_entries(self, customers, after, limit):
        """Return activities that were done, on their day."""
        return self._get_activities(customers, after, limit, "date_done", is_open=False)

    @api.model
    def _get_planned_activity_entries(self, customers, after, limit):
        """Return activities that are still to be done, on the day when they are due."""
        return self._get_activities(customers, after, limit, "date_deadline", is_open=True)

    @api.model
    def _get_activities(self, customers, after, limit, field, is_open):
        """Return activities without a meeting; with one they are the meeting.

        Only of documents that the user may read: what core left out after the limit would make a hole.
        """
        documents = {
            "crm.lead": self._get_leads_domain(customers),
            "res.partner": customers.get_domain("commercial_partner_id"),
            "sale.order": self._get_orders_domain(customers),
        }
        about = Domain.OR(
            Domain("res_model", "=", model)
            & Domain("res_id", "in", self.env[model].with_context(active_test=False)._search(domain))
            for model, domain in documents.items()
        )
        activities = self.env["mail.activity"].search(
            about
            & Domain("active", "=", is_open)
            & Domain("calendar_event_id", "=", False)
            & self._get_older_domain(after, f"{field}:day"),
            order=f"{field} desc, id desc",
            limit=limit,
        )
        records = {
            (model, record.id): record
            for model, some in activities.grouped("res_model").items()
            for record in self.env[model].browse(some.mapped("res_id"))
        }
        return [
            self._get_activity_entry(
                activity, records[activity.res_model, activity.res_id], activity[field], after, is_open
            )
            for activity in activities
        ]

    @api.model
    def _get_activity_entry(self, activity, document, day, after, is_open):
        partner = document if activity.res_model == "res.partner" else document.partner_id
        return (
            Place(self._get_day_start(day), after[1], activity.id),
            {
                "day": day,
                "time": False,
                "icon": activity.icon or "fa-check",
                "label": activity.activity_type_id.name or self.env._("Activity"),
                "title": activity.summary or activity.activity_type_id.name or "",
                "details": [document.name if document != partner else False, activity.user_id.name],
                "amount": None,
                "currency_id": False,
                "customer": self._get_customer_name(partner),
                "model": activity.res_model,
                "id": activity.res_id,
                "method": None,
                "is_planned": is_open,
            },
        )
