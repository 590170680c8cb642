from datetime import datetime
from io import BytesIO

import openpyxl

from odoo.fields import Command, Domain
from odoo.tests import freeze_time

from .common import ShipmentCase

TODAY = datetime(2026, 3, 17, 9, 0)
MONTH = {"kind": "month"}


@freeze_time(TODAY)
class TestSameNumbers(ShipmentCase):
    """A figure is the same wherever it stands: widget, analysis, pivot, documents, workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.tz = "UTC"
        cls.env.user.group_ids += cls.env.ref("crm_smarket_reports.group_margin")

    def setUp(self):
        super().setUp()
        fitting = self.env["product.product"].create({"name": "Fitting", "type": "service", "taxes_id": []})
        for quantity, user in ((3, self.vera), (2, self.oleg)):
            order = self._order(quantity, user=user)
            order.write({"order_line": [Command.create({"product_id": fitting.id, "price_unit": 70, "tax_ids": []})]})
            self._ship(order, quantity - 1)
        self._take_back(order.picking_ids.filtered(lambda picking: picking.state == "done"), 1)
        for amount, user, day in ((100, self.vera, 4), (30.55, self.oleg, 5), (9, self.vera, 16)):
            self._pay(self._invoice(amount, user=user), date=f"2026-03-{day:02}")
        self._pay(self._invoice(500), date="2026-02-27")

    def _widget(self, key):
        return self.env["crm.smarket.dashboard"].get_data([key])[key]

    def _total(self, key):
        """Return the total in the workbook of a widget."""
        return self.env["crm.smarket.dashboard"]._get_sheet(key)["total"][1]

    def _workbook_total(self, key, **options):
        """Return the total in the workbook of a report, opened again."""
        _name, content = self.env["crm.smarket.analysis"]._get_workbook(key, {"period": MONTH, **options})
        *_rows, total = openpyxl.load_workbook(BytesIO(content), data_only=True).active.values
        return total[1]

    def _analysis(self, key, **options):
        return self.env["crm.smarket.analysis"].get_report(key, {"period": MONTH, **options})

    def _pivot(self, model, groupby=(), measure="amount:sum"):
        """Return what the pivot of this month says, by what it is grouped by."""
        month = [("date", ">=", "2026-03-01"), ("date", "<=", "2026-03-31"), ("company_id", "=", self.company.id)]
        rows = self.env[model].formatted_read_group(month, list(groupby), [measure])
        return {tuple(row[name] and row[name][0] for name in groupby): row[measure] for row in rows}

    def _documents(self, model, domain):
        return sum(self.env[model].search(Domain(domain)).mapped("amount"))

    def _cells(self, report, key="current"):
        return {(row["id"],): row["cells"][key]["value"] for row in report["rows"]}

    def _assert_same(self, *figures):
        """All ways lead to one figure, and there is one."""
        self.assertTrue(figures[0])
        for figure in figures[1:]:
            self.assertEqual(figure, figures[0])

    def test_receipts(self):
        widget = self._widget("leading_managers")
        report = self._analysis("territory", measure="received")
        total = report["total"]["cells"]["current"]
        self._assert_same(
            139.55,
            widget["total"]["current"],
            self._widget("receipts_by_branch")["total"]["current"],
            self._documents(widget["model"], widget["domains"]["current"]),
            self._pivot("crm.receipt.fact")[()],
            total["value"],
            self._documents(total["model"], total["domain"]),
            self._total("leading_managers"),
            self._workbook_total("territory", measure="received"),
        )
        self._assert_same(
            self._pivot("crm.receipt.fact", ["user_id"]),
            {(row["id"],): row["current"] for row in widget["rows"]},
        )

    def test_shipments(self):
        widget = self._widget("leading_companies")
        report = self._analysis("sales", measure="shipped", dimension="customer")
        dynamics = self._widget("shipment_dynamics")["rows"][-1]
        total = report["total"]["cells"]["current"]
        self._assert_same(
            200.0,
            widget["total"]["amount"],
            dynamics["amount"],
            self._documents("crm.shipment.fact", widget["domain"]),
            self._documents("crm.shipment.fact", dynamics["domain"]),
            self._pivot("crm.shipment.fact")[()],
            total["value"],
            self._documents(total["model"], total["domain"]),
            self._total("leading_companies"),
            self._workbook_total("sales", measure="shipped"),
            self._analysis("territory", measure="shipped")["total"]["cells"]["current"]["value"],
            report["rows"][0]["cells"]["spark"]["value"][-1],
        )
        self._assert_same(
            self._pivot("crm.shipment.fact", ["commercial_partner_id"]),
            self._cells(report),
            {(row["id"],): row["amount"] for row in widget["rows"]},
        )
        self._assert_same(self._pivot("crm.shipment.fact", measure="margin:sum")[()], dynamics["margin"])

    def test_sold_down_to_the_documents(self):
        """Each level of the way down sums to the figure of the row that was clicked."""
        report = self._analysis("sales")
        self._assert_same(
            640.0,
            report["total"]["cells"]["current"]["value"],
            self._pivot("crm.sold.fact")[()],
            self._workbook_total("sales"),
        )
        self._assert_same(self._pivot("crm.sold.fact", ["product_id"]), self._cells(report))
        trail = []
        while report["deeper"]:
            row = report["rows"][0]
            clicked = row["cells"]["current"]
            self._assert_same(clicked["value"], self._documents(clicked["model"], clicked["domain"]))
            trail = [*trail, {"dimension": report["options"]["dimension"], "id": row["id"], "name": row["name"]}]
            report = self._analysis("sales", dimension=report["deeper"], trail=trail)
            self._assert_same(clicked["value"], report["total"]["cells"]["current"]["value"])
        self.assertEqual(len(trail), 2)
        documents = report["rows"][0]["documents"]
        self._assert_same(
            report["rows"][0]["cells"]["current"]["value"], self._documents(documents["model"], documents["domain"])
        )
        margin = self._analysis("spending", dimension="user")["total"]["cells"]["margin"]["value"]
        self._assert_same(margin, self._pivot("crm.sold.fact", measure="margin:sum")[()])
