from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import FactCase

TEMPLATE = "crm_smarket_reports/static/xls/crm_sales_expense.xlsx"


class ExpenseCase(FactCase):
    """A company that spends money on two campaigns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids, "tz": "UTC"})
        cls.expenses = cls.env["crm.sales.expense"]
        cls.fair, cls.radio = cls.env["utm.campaign"].create([{"title": "Fair"}, {"title": "Radio"}])
        cls.team = cls.env["crm.team"].create({"name": "Counter", "company_id": cls.company.id})
        # One dollar of the company is two of these.
        cls.foreign = cls.setup_other_currency("CHF", rates=[("2016-01-01", 1.0), ("2026-03-01", 2.0)])

    @classmethod
    def _spend(cls, amount, day="2026-03-05", **values):
        return cls.expenses.create({"name": "Stand", "amount": amount, "date": day, **values})

    def _as(self, user):
        return self.expenses.with_user(user).with_context(allowed_company_ids=self.company.ids)


class TestSalesExpense(ExpenseCase):
    """What can be typed and imported, and by whom."""

    def test_counts_at_the_rate_of_the_day(self):
        self.assertEqual(self._spend(100).amount_company, 100.0)
        self.assertEqual(self._spend(100, currency_id=self.foreign.id).amount_company, 50.0)
        earlier = self._spend(100, day="2026-02-28", currency_id=self.foreign.id)
        self.assertEqual(earlier.amount_company, 100.0)
        earlier.date = "2026-03-01"
        self.assertEqual(earlier.amount_company, 50.0)
        self.assertEqual(self._spend(-40).amount_company, -40.0)

    def test_takes_what_its_deal_tells(self):
        lead = self.env["crm.lead"].create(
            {"name": "Shop", "type": "opportunity", "campaign_id": self.fair.id, "team_id": self.team.id}
        )
        expense = self._spend(100, lead_id=lead.id)
        self.assertEqual((expense.campaign_id, expense.team_id), (self.fair, self.team))
        self.assertEqual(self._spend(100, lead_id=lead.id, campaign_id=self.radio.id).campaign_id, self.radio)
        with Form(self.expenses) as form:
            form.name = "Trip"
            form.amount = 10
            form.lead_id = lead
        self.assertEqual((form.record.campaign_id, form.record.user_id), (self.fair, self.env.user))

    def test_counts_where_it_says_or_where_its_deal_is(self):
        tatarstan, ural = self.env.ref("base.state_ru_ta"), self.env.ref("base.state_ru_sve")
        place = {"country_id": tatarstan.country_id.id, "state_id": tatarstan.id, "city": "Kazan"}
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity", **place})
        expense = self._spend(100, lead_id=lead.id)
        self.assertEqual((expense.country_id, expense.state_id, expense.city), (ural.country_id, tatarstan, "Kazan"))
        elsewhere = self._spend(100, lead_id=lead.id, state_id=ural.id)
        self.assertEqual((elsewhere.country_id, elsewhere.state_id, elsewhere.city), (ural.country_id, ural, False))
        with Form(self.expenses) as form:
            form.name = "Trip"
            form.amount = 10
            form.lead_id = lead
            self.assertEqual(form.city, "Kazan")
            form.country_id = self.env.ref("base.pl")
            self.assertFalse(form.state_id)
            form.state_id = ural
        self.assertEqual(form.record.country_id, ural.country_id)

    def test_stage_is_one_of_its_deal(self):
        template = self.env["crm.project.template"].create(
            {"name": "Short", "stage_ids": [Command.create({"name": "Survey", "duration": 1})]}
        )
        lead, other = self.env["crm.lead"].create(
            [{"name": name, "type": "opportunity", "project_template_id": template.id} for name in ("One", "Other")]
        )
        stage = lead.project_stage_ids
        self.assertEqual(self._spend(100, project_stage_id=stage.id).lead_id, lead)
        with self.assertRaisesRegex(ValidationError, "not one of the opportunity"):
            self._spend(100, project_stage_id=stage.id, lead_id=other.id)

    def test_own_and_all(self):
        own, others, nobodys = (self._spend(100, user_id=one) for one in (self.vera.id, self.oleg.id, False))
        self.assertEqual(self._as(self.vera).search([]), own)
        mine = self._as(self.vera).create({"name": "Trip", "amount": 5, "date": "2026-03-05", "user_id": False})
        self.assertEqual((mine.user_id, mine.company_id), (self.vera, self.company))
        mine.amount = 6
        mine.unlink()
        for refused in (
            lambda: others.with_user(self.vera).read(["amount"]),
            lambda: setattr(others.with_user(self.vera), "amount", 1),
            lambda: others.with_user(self.vera).unlink(),
            lambda: setattr(own.with_user(self.vera), "user_id", self.oleg),
            lambda: self._as(self.vera).create({"name": "Trip", "amount": 5, "user_id": self.oleg.id}),
        ):
            with self.assertRaises(AccessError):
                refused()
        self.vera.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self._as(self.vera).search([]), own)
        self.vera.group_ids += self.env.ref("sales_team.group_sale_manager")
        self.assertEqual(self._as(self.vera).search([]), own + others + nobodys)

    def test_only_of_companies_that_are_switched_on(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += other
        both = self.expenses.with_context(allowed_company_ids=(self.company + other).ids)
        expense = both.create({"name": "Stand", "amount": 100, "company_id": other.id})
        self.assertEqual(expense.currency_id, other.currency_id)
        self.assertIn(expense, both.search([]))
        self.assertNotIn(expense, self.expenses.search([]))
        with self.assertRaisesRegex(UserError, "belongs to another company"), mute_logger("odoo.sql_db"):
            both.create({"name": "Stand", "amount": 1, "company_id": other.id, "team_id": self.team.id})

    def test_template_can_be_imported_as_it_is(self):
        [offered] = self.expenses.get_import_templates()
        self.assertEqual(offered["template"], "/" + TEMPLATE)
        self.team.name = "Shops"
        self.vera.name = "Vera Ivanova"
        self.fair.title, self.radio.title = "Retail Fair", "Spring Search"
        made = self._import(self.expenses, TEMPLATE)
        self.assertEqual(set(made.mapped("origin")), {"imported"})
        self.assertEqual(made.company_id, self.company)
        fair, search = made
        self.assertEqual((fair.date, fair.amount_company), (date(2026, 3, 2), 1200.0))
        self.assertEqual((fair.campaign_id, fair.user_id, fair.team_id), (self.fair, self.vera, self.team))
        self.assertEqual((fair.city, search.city), ("Kazan", False))
        self.assertEqual((search.campaign_id, search.amount), (self.radio, 300.5))
        self.assertFalse(search.user_id)
