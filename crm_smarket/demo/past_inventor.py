"""Invents projects of the past: who asked for what, whence, and how it went."""

import random
from datetime import datetime, time, timedelta
from typing import NamedTuple

from odoo.fields import Command

from ..tools.schedule import forward
from . import past_chances as chances
from .past_course import Course, Step, throw
from .working_days import add_working_days

MONTHS = 24
LATEST = timedelta(days=45)  # ago, when the last of them began


class PastProject(NamedTuple):
    """A deal as it went.

    :param dict values: of the opportunity
    :param template: its project template
    :param Course course: how it went
    :param list lines: values of its planned products, each with the ``key`` of its template stage
    """

    values: dict
    template: object
    course: Course
    lines: list


class PastInventor:
    """Invents projects that began in two years and ended before today.

    :param demo: the record set of ``crm.smarket.demo``
    :param datetime present: where the past ends
    """

    def __init__(self, demo, present):
        self.demo = demo
        self.env = demo.env
        self.present = present
        self.random = random.Random("two years")  # the same company every time
        self.asking = random.Random("products")  # apart, so that what is asked for changes nothing of how it went
        self.columns = self.env["crm.stage"].search([("is_won", "=", False), ("team_ids", "=", False)])
        self.won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        self.templates = {key: demo._ref(f"crm_project_template_demo_{key}") for key in chances.TEMPLATES}
        self.customers = self._get_customers()
        self.chances = self._get_chances()
        self.calendars = {}  # of a template in a branch: asked once

    def invent_all(self):
        """Return the projects, in the order in which they began."""
        return [project for begun, odds in self._get_begins() if (project := self._invent(begun, odds))]

    def _get_begins(self):
        """Yield when deals began, and how many times more often than usual they are lost."""
        last = self.present - LATEST
        for ago in reversed(range(MONTHS + 1)):
            month = self.present.month - 1 - ago
            first = datetime(self.present.year + month // 12, month % 12 + 1, 1)
            more, worse = chances.YEAR_BEFORE if ago > MONTHS // 2 else (1, 1)
            days = sorted(self.random.randint(0, 27) for _ in range(round(chances.SEASONS[first.month - 1] * more)))
            for day in days:
                morning = time(self.random.randint(4, 9), self.random.randrange(60))
                begun = datetime.combine(add_working_days(first.date() + timedelta(days=day), 0), morning)
                if begun <= last:
                    yield begun, worse

    def _invent(self, begun, odds):
        """Return a project that began at a moment, None if it would not have ended yet."""
        customer = self.random.choice(self.customers)
        login = self._get_login(customer)
        seller = self.demo._get_seller(login).with_env(self.env)
        key = self._choose({key: often for key, often in chances.TEMPLATES.items() if self._is_offered(key, seller)})
        source = self._choose({name: often for name, (often, _odds) in chances.SOURCES.items()})
        often, pace = chances.PEOPLE[login]
        course = Course(begun, self._plan(key, begun, seller))
        throw(course, self.random, odds * often * chances.SOURCES[source][1], pace)
        lines = self._invent_lines(key)
        if course.closed > self.present - timedelta(days=1):
            return None
        values = self._prepare_lead(customer, seller, key, course)
        values["source_id"] = self.env.ref(source).id
        values["expected_revenue"] = sum(line["quantity"] * line["price_unit"] for line in lines)
        values["interest_product_ids"] = self._ask_for(lines)
        return PastProject(values, self.templates[key], course, lines)

    def _get_customers(self):
        rows = self.env["ir.model.data"].search(
            [("module", "=", "crm_smarket"), ("model", "=", "res.partner"), ("name", "=like", "res_partner_demo_%")],
            order="name",
        )
        others = [f"res_partner_demo_{key}" for key in chances.WITHOUT_PROJECTS]
        partners = self.env["res.partner"].browse(rows.filtered(lambda row: row.name not in others).mapped("res_id"))
        return partners.filtered(lambda partner: partner.is_company and partner.user_id)

    def _get_login(self, customer):
        """Return who works for a customer; the administrator helps out in the head office."""
        login = customer.user_id.login
        is_helped = login in ("seller", "dmitry", "olga") and self.random.random() < 0.15
        return "admin" if is_helped else login

    def _is_offered(self, key, seller):
        teams = self.templates[key].team_ids
        return not teams or bool(seller.crm_team_ids & teams)

    def _choose(self, weights):
        return self.random.choices(list(weights), list(weights.values()))[0]

    def _get_chances(self):
        """Return ``{template stage id: Chance}``."""
        names = {
            row.name: row.res_id
            for row in self.env["ir.model.data"].search(
                [("module", "=", "crm_smarket"), ("model", "=", "crm.project.template.stage")]
            )
        }
        named = {f"crm_project_template_stage_demo_{key}": chance for key, chance in chances.CHANCES.items()}
        return {names[name]: chance for name, chance in named.items() if name in names}

    def _get_calendar(self, key, company):
        """Return the calendar in which a template is planned in a branch."""
        if (key, company) not in self.calendars:
            self.calendars[key, company] = self.env["crm.project.stage"]._get_planning_calendar(
                self.templates[key].resource_calendar_id, company
            )
        return self.calendars[key, company]

    def _plan(self, key, begun, seller):
        """Return the steps of a template, planned from a moment."""
        rules = self.templates[key].stage_ids
        company = seller.crm_team_ids[:1].company_id or seller.company_id
        plan = forward(rules._get_nodes(begun), self._get_calendar(key, company))
        follows = rules._get_predecessors()
        columns = self.columns.ids
        return [
            Step(
                rule.id,
                follows[rule.id],
                rule.dependency_type == "hard",
                columns.index(rule.crm_stage_id.id) if rule.crm_stage_id.id in columns else None,
                *plan[rule.id],
                self.chances.get(rule.id, chances.Chance(0)),
            )
            for rule in rules
        ]

    def _invent_lines(self, key):
        """Return what the customer wants: most of what the template plans, more of it or less."""
        size = self.random.lognormvariate(0, 0.45)
        planned = self.templates[key].stage_ids.product_line_ids
        wanted = [line for line in planned if self.random.random() < 0.8] or [planned[0]]
        return [
            {
                "key": line.template_stage_id.id,
                "product_id": line.product_id.id,
                "quantity": max(1, round(line.quantity * size * self.random.uniform(0.7, 1.3))),
                "price_unit": line.product_id.lst_price,
            }
            for line in wanted
        ]

    def _ask_for(self, lines):
        """Return which of the wanted products the inquiry named already; most of them name none."""
        if self.asking.random() > chances.NAMING:
            return []
        wanted = [line["product_id"] for line in lines]
        return [Command.set(self.asking.sample(wanted, min(len(wanted), self.asking.randint(1, 2))))]

    def _prepare_lead(self, customer, seller, key, course):
        """Return the values of the opportunity, as it stands since it was closed."""
        team = seller.crm_team_ids[:1]
        step = course.lost_in
        ending = (
            {
                "active": False,
                "won_status": "lost",
                "probability": 0,
                "lost_reason_id": self.env.ref(self.random.choice(step.chance.reasons)).id,
                "stage_id": self.columns[course.columns[-1][1]].id,
            }
            if step
            else {"won_status": "won", "probability": 100, "stage_id": self.won.id}
        )
        return {
            "name": f"{customer.name}: {self.random.choice(chances.SUBJECTS[key])}",
            "type": "opportunity",
            "partner_id": (customer.child_ids[:1] or customer).id,
            "user_id": seller.id,
            "team_id": team.id,
            "company_id": (team.company_id or seller.company_id).id,
            "priority": self.random.choice("0112"),
            "project_template_id": False,
            "project_date_start": course.begun,
            "date_open": course.begun,
            "date_closed": course.closed,
            "date_last_stage_update": course.columns[-1][2] if step else course.closed,
            **ending,
        }
