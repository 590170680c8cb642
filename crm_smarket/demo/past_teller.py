"""Lets two years of finished projects have happened, all of them together.

What the people of the stories do one after the other through buttons would take minutes for
so many deals: here deals and stages are made as they ended, with the history that led there.
"""

from odoo.tools import SQL

from ..models.crm_project_batch import with_pass
from .past_inventor import PastInventor
from .teller import QUIETLY

UNWATCHED = {
    **QUIETLY,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class PastTeller:
    """Writes the projects that were invented, as if they had ended before today.

    :param demo: the record set of ``crm.smarket.demo``
    :param datetime present: where the past ends
    """

    def __init__(self, demo, present):
        self.env = demo.env(context={**demo.env.context, **UNWATCHED})
        self.inventor = PastInventor(demo.with_env(self.env), present)
        self.columns, self.won = self.inventor.columns, self.inventor.won

    def tell(self):
        """Return the deals of the past, in the order in which they began."""
        projects = self.inventor.invent_all()
        leads = self._create_leads(projects)
        stages = self._create_stages(leads, projects)
        self._plan_products(stages, leads, projects)
        self._date_back(leads, projects)
        self._note_history(leads, stages, projects)
        return leads

    def _create_leads(self, projects):
        """Return the opportunities, with the templates that they followed."""
        leads = with_pass(self.env["crm.lead"], "project_history").create([project.values for project in projects])
        leads = leads.with_env(self.env)
        for template in self.inventor.templates.values():
            chosen = leads.browse(
                lead.id for lead, project in zip(leads, projects, strict=True) if project.template == template
            )
            chosen._store_project({"project_template_id": template.id})
        leads._touch_project()
        return leads

    def _create_stages(self, leads, projects):
        """Return ``{(lead id, template stage id): stage}`` of the stages as they ended."""
        rules = leads.project_template_id.stage_ids
        contacts = leads._find_stage_contacts(rules)
        vals_list, keys = [], []
        for lead, project in zip(leads, projects, strict=True):
            for step in project.course.steps:
                rule = rules.browse(step.key)
                planned = (step.planned_start, step.planned_end)
                vals_list.append(
                    {
                        **rule._prepare_project_stage(lead, project.course.begun, planned, contacts),
                        **self._get_ending(step, project.course),
                    }
                )
                keys.append((lead.id, step.key))
        new = with_pass(with_pass(self.env["crm.project.stage"], "project_store"), "project_history")
        stages = new.create(vals_list).with_env(self.env)
        by_key = dict(zip(keys, stages, strict=True))
        stages._take_names()
        stages._link_like_templates(by_key, rules._get_predecessors())
        return by_key

    def _get_ending(self, step, course):
        """Return the values of a stage as it ended."""
        return {
            "date_start": step.start,
            "date_end": step.end,
            "state": step.state,
            "is_skipped": step.left_out,
            "reason": step.left_out and step.chance.left_out,
            "loss_state": step.loss_state or False,
            "date_loss": course.closed if step.loss_state else False,
        }

    def _plan_products(self, stages, leads, projects):
        """Give the deals the products that their customers wanted."""
        self.env["crm.project.product.line"].create(
            [
                {
                    "lead_id": lead.id,
                    "stage_id": stages[lead.id, line["key"]].id,
                    "sequence": number,
                    **{name: value for name, value in line.items() if name != "key"},
                }
                for lead, project in zip(leads, projects, strict=True)
                for number, line in enumerate(project.lines, 1)
            ]
        )

    def _date_back(self, leads, projects):
        """Let everything have been made by its salesperson, on the day on which it began."""
        self.env.flush_all()
        for table, column in (
            ("crm_lead", "id"),
            ("crm_project_stage", "lead_id"),
            ("crm_project_product_line", "lead_id"),
        ):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s SET create_date = known.begun, create_uid = known.user_id,
                                         write_date = known.closed, write_uid = known.user_id
                      FROM UNNEST(%(ids)s::integer[], %(begun)s::timestamp[], %(closed)s::timestamp[],
                                  %(users)s::integer[]) AS known(id, begun, closed, user_id)
                     WHERE %(table)s.%(column)s = known.id
                    """,
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    ids=leads.ids,
                    begun=[project.course.begun for project in projects],
                    closed=[project.course.closed for project in projects],
                    users=[lead.user_id.id for lead in leads],
                )
            )
        self.env.invalidate_all(flush=False)
        leads.modified(["create_date"])

    def _note_history(self, leads, stages, projects):
        """Note the way of each deal through columns and stages."""
        columns, outcomes, states = [], [], []
        for lead, project in zip(leads, projects, strict=True):
            course, user_id = project.course, lead.user_id.id
            moves = [
                (self.columns[old].id if old is not None else None, self.columns[new].id, moment)
                for old, new, moment in course.columns
            ]
            if not course.lost_in:
                moves.append((moves[-1][1], self.won.id, course.closed))
            columns += [(lead.id, *move, user_id) for move in moves]
            outcomes += [(lead.id, *outcome, user_id) for outcome in course.outcomes]
            states += [
                (stages[lead.id, step.key].id, *change, user_id) for step in course.steps for change in step.changes
            ]
        history = self.env["crm.project.transition"]
        history._add_past_lead_changes(columns, outcomes)
        history._add_past_stage_changes(states)
