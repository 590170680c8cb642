from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain


class Fact(NamedTuple):
    """What has happened with a stage: its state, and its real dates."""

    state: str
    start: datetime
    end: datetime | None = None


class Stay(NamedTuple):
    """A deal's time in a column: first and last entering, last leaving, and who moved it."""

    entered: datetime
    entered_last: datetime
    left: datetime | None = None
    user_in: int | None = None
    user_out: int | None = None


class CrmLead(models.Model):
    """Placing deals that are under way into a template: what has happened becomes facts."""

    _inherit = "crm.lead"

    @api.model
    def _get_placeable_domain(self, template):
        """Return which deals may be placed: open ones without a project, of the template's teams."""
        domain = (
            Domain("won_status", "=", "pending")
            & Domain("active", "=", True)
            & Domain("project_template_id", "=", False)
            & Domain("project_revision", "in", (0, False))
        )
        if template.team_ids:
            domain &= Domain("team_id", "in", template.team_ids.ids)
        if template.company_id:
            domain &= Domain("company_id", "=", template.company_id.id)
        return domain

    def _place_in_template(self, template):
        """Put these deals into the stages of their columns, with their real dates.

        The first stage that names a deal's column is in progress since the deal entered it
        last. The stages before it, and all that it follows, are done: from the first
        entering of their columns to the last leaving, as the history knows it. A stage
        whose column the deal never was in, or that names none, counts as done at the end of
        the one before it, the first at the creation of the deal. What comes later is
        planned. Gates are not asked, as it is the past; the chatter says so. The activities
        of the stage in progress are scheduled from today on, as its gate may ask for them.
        Deals in a column that no stage names are left alone.

        :return: the deals that were placed
        """
        deals = self.filtered_domain(self._get_placeable_domain(template))
        places = template._get_places()
        deals = deals.filtered(lambda lead: lead.stage_id in places)
        if not deals:
            return deals
        deals.check_access("write")
        deals._touch_project()
        # their own entry in the chatter says it all
        untracked = deals.with_context(mail_notrack=True)
        untracked._store_project({"project_template_id": template.id})
        for lead in untracked:
            lead._store_project({"project_date_start": lead.create_date})
        stays = deals._get_stays()
        facts = {lead.id: lead._get_facts(places[lead.stage_id], stays.get(lead.id, {})) for lead in deals}
        stages = deals._create_project_stages(facts)
        self._note_places(stages, stays)
        # nobody is told by mail of each of thousands: the activity menu shows them
        stages.filtered(lambda s: s.state == "in_progress").with_context(
            mail_activity_quick_update=True
        )._schedule_activity_plans()
        deals._log_places(places)
        waiting = deals.filtered(lambda lead: places[lead.stage_id].has_due)
        waiting._plan_project()
        return deals

    def _get_stays(self):
        """Return when these deals were in which columns: ``{lead id: {column id: Stay}}``."""
        rows = self.env["crm.project.transition"].search_fetch(
            [("lead_id", "in", self.ids), ("kind", "=", "pipeline")],
            ["lead_id", "origin_lead_id", "date", "user_id", "crm_stage_from_id", "crm_stage_to_id"],
            order="date, id",
        )
        stays = {lead_id: {} for lead_id in self.ids}
        for row in rows:
            columns = stays[row.lead_id.id]
            if row.origin_lead_id != row.lead_id.id:
                continue  # the way of a deal that was merged into this one
            if stay := columns.get(row.crm_stage_from_id.id):
                columns[row.crm_stage_from_id.id] = stay._replace(left=row.date, user_out=row.user_id.id or None)
            column_id, user_id = row.crm_stage_to_id.id, row.user_id.id or None
            if stay := columns.get(column_id):
                columns[column_id] = stay._replace(entered_last=row.date)
            else:
                columns[column_id] = Stay(row.date, row.date, user_in=user_id)
        return stays

    def _get_facts(self, place, stays):
        """Return what has happened with the stages of a template.

        :param place: as ``crm.project.template._get_places`` returns it
        :param dict stays: ``{column id: Stay}``
        :return: ``{template stage id: Fact}``
        """
        self.ensure_one()
        born = self.create_date
        stay = stays.get(self.stage_id.id)
        since = stay.entered_last if stay else self.date_last_stage_update or born
        facts = {}
        moment = min(born, since)
        for rule in place.passed:
            stay = stays.get(place.columns.get(rule.id))
            if stay and stay.left:
                start, moment = stay.entered, max(stay.entered, stay.left)
                facts[rule.id] = Fact("done", start, moment)
            else:
                facts[rule.id] = Fact("done", moment, moment)
        facts[place.stage.id] = Fact("in_progress", since)
        return facts

    @api.model
    def _note_places(self, stages, stays):
        """Note in the history what happened with placed stages, as far as it is known when."""
        now, uid = fields.Datetime.now(), self.env.uid
        rows = []
        for stage in stages:
            stay = stays[stage.lead_id.id].get(stage.crm_stage_id.id)
            if stage.state == "in_progress":
                rows.append((stage.id, None, "in_progress", stage.date_start, stay.user_in if stay else uid))
            elif stage.state == "done" and stage.date_start < stage.date_end:
                rows.append((stage.id, None, "in_progress", stage.date_start, stay.user_in))
                rows.append((stage.id, "in_progress", "done", stage.date_end, stay.user_out))
            elif stage.state == "done":
                rows.append((stage.id, None, "done", stage.date_end, uid))
            else:
                rows.append((stage.id, None, "not_started", now, uid))
        self.env["crm.project.transition"]._add_past_stage_changes(rows)

    def _log_places(self, places):
        """Say in the chatter of each deal where it was placed, and that no gate was asked."""
        for column, place in places.items():
            text = self.env._(
                "Placed in the stage “%(stage)s” of the project template “%(template)s”, where its column is.",
                stage=place.stage.name,
                template=place.stage.template_id.name,
            )
            if place.passed:
                text += "\n" + self.env._(
                    "Taken as completed, without asking what had to be there: %(stages)s.",
                    stages=", ".join(place.passed.mapped("name")),
                )
            self.filtered(lambda lead, column=column: lead.stage_id == column)._log_project(text)
