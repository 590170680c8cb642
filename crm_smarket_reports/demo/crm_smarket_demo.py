from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.crm_smarket.demo.clock import controlled_clock

from ..tools.periods import last_months
from .deal_orders import give_orders_to_deals
from .spending_teller import SpendingTeller
from .target_setter import TargetSetter
from .trade_teller import TradeTeller

FORECASTS = 15  # months: the oldest of those on screen was forecast three months before
SHOWN = {
    "compare": "previous",
    "trail": [],
    "measure": "sold",
    "reading": None,
    "filters": {},
    "order": "current desc",
}
# Name, and what was chosen of the sales analysis.
FAVOURITES = [
    ("Most sold products, this quarter", {"period": {"kind": "quarter", "offset": 0}, "dimension": "product", **SHOWN}),
    ("Customers, last month", {"period": {"kind": "month", "offset": -1}, "dimension": "customer", **SHOWN}),
]
CODES = {"ekaterinburg": "EKB", "kazan": "KZN", "novosibirsk": "NSK"}


class CrmSmarketDemo(models.AbstractModel):
    """Lets the demonstration company have sold, shipped and been paid for two years.

    Apart from ``_generate``: an order needs journals and a warehouse, which a company has
    only when the modules of accounting and stock are there.
    """

    _inherit = "crm.smarket.demo"

    @api.model
    def _generate_trade(self):
        """Let two years of trade happen, unless they have."""
        companies = self._get_trading_companies()
        if not companies or self.env["account.payment"].search_count([("company_id", "in", companies.ids)], limit=1):
            return
        for company in companies:
            self._prepare_trade(company)
        self.env.cr.flush()  # where a branch gets its accounts
        with controlled_clock(self.env) as clock:
            TradeTeller(self, clock, companies, fields.Datetime.now()).tell()

    @api.model
    def _generate_targets(self):
        """Give branches, teams and managers their targets, unless there are any."""
        companies = self._get_trading_companies()
        if companies and not self.env["crm.sales.target"].search_count([("company_id", "in", companies.ids)], limit=1):
            TargetSetter(self, companies).set_all()

    @api.model
    def _generate_spending(self):
        """Let campaigns have cost money and brought deals, and deals orders, unless there are expenses."""
        companies = self._get_trading_companies()
        if companies and not self.env["crm.sales.expense"].search_count([("company_id", "in", companies.ids)], limit=1):
            teller = SpendingTeller(self, companies)
            teller.tell()
            give_orders_to_deals(teller.env, companies)

    @api.model
    def _generate_forecasts(self):
        """Keep what was to be forecast at the beginning of each of the last months, unless there is any of it."""
        snapshots = self.env["crm.forecast.snapshot"]
        companies = self._get_trading_companies()
        if companies and not snapshots.search_count([("company_id", "in", companies.ids)], limit=1):
            for month in last_months(snapshots._get_today(), FORECASTS):
                snapshots._take(month.start)

    @api.model
    def _generate_schedules(self):
        """Let favourites be there for everybody, and be mailed to the head of sales, unless there are schedules."""
        companies, head = self._get_trading_companies(), self._get_seller("leader")
        if not companies or not head or self.env["crm.report.schedule"].search_count([], limit=1):
            return
        saved = self.env["crm.saved.analysis"].create(
            [{"name": name, "report": "sales", "options": options, "user_id": False} for name, options in FAVOURITES]
        )
        common = {"company_id": companies[0].id, "user_id": head.id, "user_ids": [Command.set(head.ids)]}
        self.env["crm.report.schedule"].create(
            [
                {**common, "name": "The Week at a Glance", "frequency": "week", "weekday": "0"},
                {
                    **common,
                    "name": "Most Sold Products",
                    "kind": "analysis",
                    "saved_analysis_id": saved[0].id,
                    "frequency": "month",
                    "day": 31,
                    "hour": "17",
                },
            ]
        )

    @api.model
    def _get_trading_companies(self):
        """Return head office and branches, the head office first."""
        companies = self.env["res.company"]
        for city in CODES:
            companies |= self._ref(f"res_company_demo_{city}") or companies
        return companies

    @api.model
    def _prepare_trade(self, company):
        """Give a company its accounts, its warehouse, and what products cost it."""
        if not company.chart_template:
            self.env["account.chart.template"].try_loading("generic_coa", company)
        warehouses = self.env["stock.warehouse"]
        code = CODES[next(city for city in CODES if self._ref(f"res_company_demo_{city}") == company)]
        warehouse = warehouses.search([("company_id", "=", company.id)], limit=1)
        if warehouse:
            warehouse.name = company.name
        else:
            warehouses.create({"name": company.name, "code": code, "company_id": company.id})
        for product in self._get_goods() | self._get_services():
            own = product.with_company(company)
            own.standard_price = own.standard_price or product.with_company(company.root_id).standard_price

    @api.model
    def _get_goods(self):
        """Return the products that are shipped."""
        return self._get_products().filtered(lambda one: one.type == "consu")

    @api.model
    def _get_services(self):
        """Return the products that are sold beside goods, and never shipped."""
        return self._get_products().filtered(lambda one: one.type == "service")

    @api.model
    def _get_products(self):
        named = [("module", "=", "crm_smarket"), ("name", "=like", "product_product_demo_%")]
        rows = self.env["ir.model.data"].search([*named, ("model", "=", "product.product")], order="name")
        return self.env["product.product"].browse(rows.mapped("res_id"))

    @api.model
    def _get_awaited_goods(self):
        """Return the products that orders wait for: what trade brings back in would fill the gap that they show."""
        moves = self.env["stock.move"].search([("state", "in", ("confirmed", "partially_available"))])
        return moves.product_id

    @api.model
    def _open_with_general_information(self):
        """Let the people who try the demonstration see the page right after they log in."""
        action = self.env.ref("crm_smarket_reports.crm_smarket_dashboard_action")
        users = self.env.ref("base.user_admin")
        for login in ("leader", "seller"):
            users |= self._ref(f"res_users_demo_{login}") or users
        users.filtered(lambda user: not user.action_id).action_id = action.id
