from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import ProjectCase


@tagged("post_install", "-at_install")
class TestPropose(ProjectCase):
    """From deals that were won to the template that they could have had."""

    def _walk(self, days, won=True, **vals):
        """Return a deal that stayed in the columns for so many days each, and was won (or not)."""
        moment = datetime(2026, 1, 5, 9)
        with freeze_time(moment):
            lead = self._create_lead(project_template_id=False, project_date_start=False, **vals)
            lead.flush_recordset()
        for column, stay in zip(self.columns[1:], days, strict=False):
            moment += timedelta(days=stay)
            with freeze_time(moment):
                lead.stage_id = column if won or not column.is_won else self.columns[2]
                lead.flush_recordset()
        return lead

    def _propose(self, **vals):
        wizard = Form(self.env["crm.project.template.propose"].with_user(self.manager))
        wizard.team_ids = self.team
        wizard.date_from = date(2025, 1, 1)
        for fname, value in vals.items():
            setattr(wizard, fname, value)
        return wizard

    def test_medians_become_stages(self):
        self._walk((2, 10, 100))
        self._walk((4, 12, 30))
        self._walk((30, 11, 40))
        self._walk((1, 1), won=False)
        wizard = self._propose().save()
        self.assertEqual(wizard.deal_count, 3)
        self.assertEqual(
            [(line.crm_stage_id.name, line.deal_count, line.duration, line.duration_unit) for line in wizard.line_ids],
            [("First", 3, 4, "days"), ("Second", 3, 11, "days"), ("Third", 3, 40, "days")],
        )
        action = wizard.action_make()
        template = self.env["crm.project.template"].browse(action["res_id"])
        self.assertEqual(template.team_ids, self.team)
        self.assertEqual(
            [
                (s.name, s.crm_stage_id, s.duration, s.duration_unit, s.dependency_type, s.predecessor_ids.name)
                for s in template.stage_ids
            ],
            [
                ("First", self.columns[0], 4, "days", "soft", False),
                ("Second", self.columns[1], 11, "days", "hard", "First"),
                ("Third", self.columns[2], 40, "days", "hard", "Second"),
            ],
        )
        lead = self._create_lead(project_template_id=template.id)
        self.assertEqual(len(lead.project_stage_ids), 3)

    def test_skipped_columns_and_changes_by_hand(self):
        for _number in range(3):
            self._walk((2, 10, 4))
        odd = self._walk((3,))
        odd.stage_id = self.columns[3]
        for lead in (self._walk(()), self._walk(()), self._walk(())):
            lead.stage_id = self.columns[3]
        wizard = self._propose()
        with wizard.line_ids.edit(0) as line:
            line.duration = 1
            line.duration_unit = "weeks"
        wizard = wizard.save()
        self.assertEqual(wizard.line_ids.mapped("is_included"), [True, True, False])
        template = self.env["crm.project.template"].browse(wizard.action_make()["res_id"])
        self.assertEqual(
            template.stage_ids.mapped(lambda s: (s.duration, s.duration_unit))[0],
            (1, "weeks"),
        )
        self.assertEqual(template.stage_ids.mapped("name"), ["First", "Second"])

    def test_period_and_teams(self):
        self._walk((2, 10, 4))
        other_team = self.env["crm.team"].create({"name": "Others", "company_id": False})
        self._walk((2, 10, 4), team_id=other_team.id)
        self.assertEqual(self._propose().deal_count, 1)
        self.assertEqual(self._propose(date_from=date(2026, 2, 1)).deal_count, 0)
        self.assertEqual(self._propose(date_to=date(2026, 1, 20)).deal_count, 0)
        self.assertEqual(self._propose(date_from=date(2026, 1, 21), date_to=date(2026, 1, 21)).deal_count, 1)

    def test_several_companies_are_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids += company
        self.team.company_id = self.env.company
        team = self.env["crm.team"].create({"name": "Elsewhere", "company_id": company.id})
        wizard = self.env["crm.project.template.propose"].create(
            {"name": "Both", "team_ids": [Command.set((self.team | team).ids)]}
        )
        with self.assertRaises(UserError):
            wizard.action_make()

    def test_deals_of_other_companies_do_not_count(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self._walk((2, 10, 4), team_id=False)
        self._walk((8, 90, 4), company_id=company.id, team_id=False, user_id=False)
        wizard = Form(self.env["crm.project.template.propose"].with_user(self.manager))
        wizard.date_from = date(2025, 12, 1)
        wizard = wizard.save()
        self.assertEqual((wizard.deal_count, wizard.line_ids.mapped("deal_count")), (1, [1, 1, 1]))

    def test_managers_only(self):
        for user in (self.seller, self.leader):
            with self.assertRaises(AccessError):
                self.env["crm.project.template.propose"].with_user(user).create({"name": "Mine"})
