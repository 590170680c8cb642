"""Lets the demonstration company have spent money on campaigns, and some of its deals come from these."""

from datetime import timedelta

from odoo.fields import Command, Domain

from ..tools.periods import add_months
from .spending_stories import BILLS, DEALS, EXPENSES, FORM_SOURCE, LOCAL, SOURCES, TOWNS, TRIP
from .trade_teller import UNTRACKED


class SpendingTeller:
    """Tells the stories of :mod:`.spending_stories`, relative to today.

    :param demo: the record set of ``crm.smarket.demo``
    :param companies: head office and branches
    """

    def __init__(self, demo, companies):
        self.demo = demo
        self.companies = companies
        self.env = demo.env(context={**demo.env.context, **UNTRACKED, "allowed_company_ids": companies.ids})
        self.today = self.env["crm.smarket.dashboard"]._get_today()

    def tell(self):
        """Say where deals came from and what they ordered, then what was spent."""
        for campaign, deals in DEALS.items():
            self._attribute(campaign, deals)
        self.env["crm.sales.expense"].create([self._prepare(expense) for expense in EXPENSES])
        self._travel()
        for ago, amount in BILLS:
            self._receive_bill(ago, amount)

    def _attribute(self, campaign, keys):
        """Let deals have come through a campaign, and what their customers bought belong to them."""
        values = {"campaign_id": self._get_campaign(campaign).id}
        if campaign in SOURCES:
            values["source_id"] = self.env.ref(SOURCES[campaign]).id
        leads = self.env["crm.lead"]
        for key in keys:
            lead = self.demo._ref(f"crm_lead_demo_{key}") or leads
            leads |= lead.with_env(self.env)
        leads.write(values)
        if campaign == "search":
            found = Domain("source_id.name", "=", FORM_SOURCE)
            found |= Domain("source_id", "=", values["source_id"]) & Domain("create_date", ">=", self._get_day(11, 1))
            self.env["crm.lead"].with_context(active_test=False).search(found).campaign_id = values["campaign_id"]
        for lead in leads.filtered(lambda one: one.won_status == "won"):
            self._get_orders(lead).opportunity_id = lead

    def _get_orders(self, lead):
        """Return what the customer of a deal has bought since it began."""
        return self.env["sale.order"].search(
            [
                ("partner_id", "child_of", lead.partner_id.commercial_partner_id.id),
                ("state", "=", "sale"),
                ("date_order", ">=", lead.create_date),
                ("opportunity_id", "=", False),
            ]
        )

    def _prepare(self, expense):
        company = self.demo._ref(f"res_company_demo_{expense.city}") or self.companies[0]
        seller = self.demo._get_seller(expense.seller)
        return {
            "name": expense.name,
            "amount": expense.amount,
            "currency_id": company.currency_id.id,
            "company_id": company.id,
            "date": self._get_day(expense.ago, expense.day),
            "campaign_id": self._get_campaign(expense.campaign).id,
            "source_id": self.env.ref(SOURCES[expense.campaign]).id if expense.campaign in SOURCES else False,
            "user_id": seller.id,
            "team_id": seller.sale_team_id.id
            if seller.sale_team_id.company_id in (company, company.browse())
            else False,
            "categ_id": expense.category and self.demo._ref(f"product_category_demo_{expense.category}").id,
            **self._get_place(expense.campaign, expense.city),
        }

    def _get_place(self, campaign, city):
        """Return the territory of an expense, that of its opportunity or none where it is not the branch's town."""
        if campaign not in LOCAL:
            return {}
        state = (self.demo._ref(f"res_company_demo_{city}") or self.companies[0]).state_id
        return {"country_id": state.country_id.id, "state_id": state.id, "city": TOWNS[city]}

    def _travel(self):
        key, login, name, amount = TRIP
        lead = self.demo._ref(f"crm_lead_demo_{key}")
        if lead:
            self.env["crm.sales.expense"].create(
                {
                    "name": name,
                    "amount": amount,
                    "company_id": self.companies[0].id,
                    "date": self.today - timedelta(days=2),
                    "lead_id": lead.id,
                    "project_stage_id": lead.project_current_stage_id.id,
                    "user_id": self.demo._get_seller(login).id,
                }
            )

    def _receive_bill(self, ago, amount):
        """Post a bill of the agency, whose line is marked."""
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "company_id": self.companies[0].id,
                "partner_id": self.env.ref("crm_smarket_reports.res_partner_demo_agency").id,
                "invoice_date": self._get_day(ago, 20),
                "campaign_id": self._get_campaign("billboards").id,
                "invoice_line_ids": [
                    Command.create({"name": "Rent of six billboards", "price_unit": amount, "is_sales_expense": True})
                ],
            }
        )
        bill.action_post()
        expenses = self.env["crm.sales.expense"].search([("move_id", "=", bill.id)])
        expenses.write(self._get_place("billboards", "ekaterinburg"))

    def _get_day(self, ago, day):
        first = add_months(self.today.replace(day=1), -ago)
        return min(first + timedelta(days=day - 1), self.today)

    def _get_campaign(self, key):
        return self.env.ref(f"crm_smarket_reports.utm_campaign_demo_{key}")
