import json

from odoo.tests import freeze_time
from odoo.tools import json_default

from .test_sales_target import TODAY, TargetCase


@freeze_time(TODAY)
class TestSalesTargetWidgets(TargetCase):
    """What the page and its workbooks say of targets."""

    def _get(self, key, user=None):
        dashboard = self.env["crm.smarket.dashboard"].with_user(user or self.env.user)
        data = dashboard.with_context(allowed_company_ids=self.company.ids).get_data([key])[key]
        self.assertNotIn("error", data)
        json.dumps(data, default=json_default)  # what the browser gets
        return data

    def _get_labels(self, sheet):
        return [column["label"] for column in sheet["columns"]]

    def test_nothing_is_said_without_targets(self):
        self._bring(100)
        for key in ("receipts_by_branch", "leading_managers", "leading_companies", "shipment_dynamics"):
            self.assertNotIn("target", json.dumps(self._get(key), default=json_default))
            self.assertNotIn("State", self._get_labels(self.env["crm.smarket.dashboard"]._get_sheet(key)))

    def test_managers_and_the_branch_by_receipts(self):
        self._expect(4400)
        self._expect(2200, user_id=self.vera.id)
        self._bring(1200)
        self._bring(900, user=self.oleg)
        data = self._get("leading_managers")
        vera, oleg = data["rows"]
        self.assertEqual((vera["target"]["ratio"], vera["target"]["state"]), (1.0, "good"))
        self.assertNotIn("target", oleg)
        total = data["total"]["target"]
        self.assertEqual((total["to_date"], total["ratio"], total["state"]), (2400.0, 0.875, "bad"))
        self.assertEqual(self._get("receipts_by_branch")["total"]["target"], total)

    def test_salesperson_has_the_own_one_alone(self):
        self._expect(4400)
        self._expect(2200, user_id=self.vera.id)
        self._bring(1200)
        data = self._get("leading_managers", self.vera)
        self.assertEqual(data["rows"][0]["target"]["target"], 2200.0)
        self.assertNotIn("target", data["total"])

    def test_shipments_and_margins_of_the_months(self):
        for kind in ("shipments", "margin"):
            self._expect(2200, kind=kind)
            self._expect(1000, kind=kind, day="2026-01-01")
        data = self._get("shipment_dynamics")
        targets = {str(row["start"]): row.get("target", {}).get("target") for row in data["rows"][-3:]}
        self.assertEqual(targets, {"2026-01-01": 1000.0, "2026-02-01": None, "2026-03-01": 2200.0})
        self.assertEqual(data["rows"][-1]["margin_target"]["to_date"], 1200.0)
        total = self._get("leading_companies")["total"]
        self.assertEqual((total["target"]["state"], total["margin_target"]["state"]), ("bad", "bad"))

    def test_margin_target_for_those_who_may_see_margins(self):
        self._expect(2200, kind="margin")
        self.vera.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertNotIn("margin_target", self._get("leading_companies", self.vera)["total"])
        self.assertNotIn("margin_target", self._get("shipment_dynamics", self.vera)["rows"][-1])

    def test_workbooks_have_columns_of_targets(self):
        self._expect(4400)
        self._expect(2200, user_id=self.vera.id)
        self._bring(1080)
        self._bring(900, user=self.oleg)
        sheet = self.env["crm.smarket.dashboard"]._get_sheet("leading_managers")
        self.assertEqual(self._get_labels(sheet)[-4:], ["Target", "Due to date", "Of due, %", "State"])
        self.assertEqual(
            [(row[0], *row[-4:]) for row in [*sheet["rows"], sheet["total"]]],
            [
                ("Vera", 2200.0, 1200.0, 0.9, "Watch"),
                ("Oleg", None, None, None, None),
                ("Total", 4400.0, 2400.0, 0.825, "Bad"),
            ],
        )
        self._expect(2200, kind="shipments")
        sheet = self.env["crm.smarket.dashboard"]._get_sheet("shipment_dynamics")
        self.assertEqual(sheet["rows"][-1][-4:], [2200.0, 1200.0, 0.0, "Bad"])
