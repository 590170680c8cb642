"""Lets the stories of the demonstration company happen, one after the other."""

import random
from datetime import datetime, time

from odoo import fields

from . import papers, project_events
from .teller import Teller
from .working_days import add_working_days, shift

OPENING = time(5)  # ten o'clock in Yekaterinburg, in UTC


class ProjectTeller(Teller):
    """Walks each deal through its stages as its people would, on a clock of its own."""

    def __init__(self, demo, clock):
        super().__init__(demo, clock)
        self.now = self.present
        self.random = None

    # -- one story --------------------------------------------------------------------------------------------------

    def tell(self, story):
        """Let the story happen up to the present and return its deal."""
        self.random = random.Random(story.key)  # the same company every time
        seller = self.demo._get_seller(story.seller)
        customer = self.demo._ref(f"res_partner_demo_{story.customer}")
        begin = add_working_days(self.present.date(), -story.begun)
        self._move_to(min(datetime.combine(begin, OPENING), self.present))
        lead = self.create_lead(
            seller,
            story.name,
            customer,
            story.template,
            type=story.kind,
            project_date_start=datetime.combine(begin, OPENING),
        )
        for line in lead.project_product_line_ids:
            line.quantity = max(1, round(line.quantity * story.size * self.random.uniform(0.8, 1.2)))
        lead.action_take_planned_amount()
        lead.date_deadline = lead.project_date_end
        deeds = sorted(
            (datetime.combine(add_working_days(begin, day), time(9)), deed) for day, deed in story.deeds.items()
        )
        while step := self._get_next_step(lead, story, deeds[0][0] if deeds else None):
            moment, stage, act = step
            if moment >= self.present:
                break
            self._move_to(moment)
            if act:
                act(stage, story)
            else:
                lead = deeds.pop(0)[1].do(self, lead) or lead
        self._move_to(self.present)
        if lead.active:
            if lead.won_status == "pending":
                lead.probability = max(10, lead.project_progress // 10 * 10)  # the salesperson's own estimate
            for stage in lead.project_stage_ids.filtered(lambda stage: stage.state == "in_progress"):
                project_events.plan_ahead(stage, self.present.date(), self.random)
        return lead

    def tell_past(self, deal):
        """Let a deal of the time before projects go its way through the columns, and return it."""
        moment = datetime.combine(add_working_days(self.present.date(), -deal.begun), OPENING)
        self.random = random.Random(deal.customer)
        self._move_to(moment)
        customer = self.demo._ref(f"res_partner_demo_{deal.customer}")
        lead = self.create_lead(
            self.demo._get_seller(deal.seller), deal.name, customer, None, expected_revenue=deal.revenue
        )
        columns = lead.stage_id.search([("is_won", "=", False)])
        for position, days in enumerate(deal.days):
            if position:
                lead.stage_id = columns[position]
            moment = shift(moment, days)
            self._move_to(moment)
        if deal.lost:
            lead.action_set_lost(lost_reason_id=self.env.ref(f"crm.{deal.lost}").id)
        else:
            lead.action_set_won()
        self._move_to(self.present)
        return lead

    def create_lead(self, seller, name, customer, template, **values):
        """Return a new deal, made by its salesperson at the present moment of the clock."""
        team = seller.crm_team_ids[:1]
        contact = customer.child_ids[:1] or customer
        return self._as(seller, self.env["crm.lead"]).create(
            {
                "name": name,
                "type": "opportunity",
                "partner_id": contact.id,
                "user_id": seller.id,
                "team_id": team.id,
                "company_id": (team.company_id or seller.company_id).id,
                "priority": self.random.choice("0112"),
                "project_template_id": template and self.demo._ref(f"crm_project_template_demo_{template}").id,
                **values,
            }
        )

    def stage(self, lead, name):
        """Return the deal's stage of this name."""
        return lead.project_stage_ids.filtered(lambda stage: stage.name == name)

    def _move_to(self, moment):
        self.now = moment
        self.clock.move_to(moment)

    def _as(self, user, records):
        """Return the records as this person works with them."""
        return records.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    # -- the way through the stages ---------------------------------------------------------------------------------

    def _get_next_step(self, lead, story, next_deed):
        """Return ``(moment, stage, act)`` of what happens next, None when nothing more does.

        :param next_deed: moment of the next deed of the story, whose stage and act are None
        """
        steps = []
        for stage in lead.project_stage_ids if lead.active else ():
            if stage.name in story.holds and stage.state == "in_progress":
                continue
            if stage.state == "in_progress":
                end = shift(stage.date_end, story.delays.get(stage.name, 0))
                steps.append((end, stage.sequence, stage, self._complete))
            elif stage.state == "not_started" and (moment := self._get_start(stage)):
                steps.append((moment, stage.sequence, stage, self._begin))
        if next_deed:
            steps.append((next_deed, 0, None, None))
        if not steps:
            return None
        moment, _sequence, stage, act = min(steps, key=lambda step: step[:2])
        return max(moment, self.now), stage, act

    def _get_start(self, stage):
        """Return when the stage starts, by the clock or by a person; None while it waits."""
        if stage.dependency_type == "hard":
            return stage.date_due
        return None if stage._get_waiting_for() else stage.date_start

    def _begin(self, stage, story):
        if stage.name in story.skips:
            stage.action_skip(story.skips[stage.name])
        elif stage.dependency_type == "hard":
            stage.lead_id._start_due_stages()
        else:
            stage.action_start()

    def _complete(self, stage, story):
        """Do what the gate asks for, then complete the stage."""
        self._fill_in_parameters(stage)
        self._do_activities(stage)
        if stage.name in project_events.MEETINGS:
            project_events.meet(stage, add_working_days(stage.date_start.date(), 0), self.random.randint(5, 11))
        papers.hand_in(stage, self.now)
        closers = stage.template_stage_id.sudo().completion_group_ids
        if closers and not closers & stage.env.user.all_group_ids:
            stage = self._as(stage.lead_id.sudo().team_id.user_id, stage)
        stage.action_complete()

    def _fill_in_parameters(self, stage):
        definition = stage.template_stage_id.sudo().parameter_definition
        if definition:
            stage.parameters = {entry["name"]: self._invent_value(entry) for entry in definition}

    def _invent_value(self, entry):
        """Return a likely value for a parameter."""
        likely = {
            "sales_area": lambda: self.random.randrange(120, 900, 20),
            "checkouts": lambda: self.random.randint(2, 9),
            "devices": lambda: self.random.randint(6, 40),
            "oldest": lambda: self.now.year - self.random.randint(4, 12),
            "discount": lambda: self.random.randint(2, 10),
            "prepayment_amount": lambda: self.random.randrange(200_000, 900_000, 10_000),
            "purchases": lambda: self.random.randrange(420, 1500, 10),
            "unstaffed_share": lambda: self.random.randint(18, 46),
            "losses": lambda: self.random.randint(3, 14) / 10,
            "queue": lambda: self.random.randint(10, 35) / 10,
            "decision_maker": lambda: "The director, after the owners",
            "competitors": lambda: self.random.choice(["Torg-Montazh", "RetailTech", "none known"]),
            "pos_software": lambda: self.random.choice(["Frontol 6", "Set Retail 10", "Crystal"]),
        }
        if entry["name"] in likely:
            return likely[entry["name"]]()
        if entry["type"] == "selection":
            return self.random.choice(entry["selection"])[0]
        if entry["type"] == "tags":
            return [self.random.choice(entry["tags"])[0]]
        if entry["type"] == "date":
            return fields.Date.to_string(add_working_days(self.now.date(), self.random.randint(30, 80)))
        return self.random.random() < 0.6

    def _do_activities(self, stage):
        for activity in stage.activity_ids.filtered("active"):
            self._as(activity.user_id, activity).action_feedback()
