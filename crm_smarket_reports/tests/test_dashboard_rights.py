import json
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import freeze_time, new_test_user
from odoo.tools import json_default

from .common import FactCase

TODAY = datetime(2026, 3, 17, 9, 0)  # a Tuesday
FACTS = ("crm.receipt.fact", "crm.shipment.fact", "crm.sold.fact")
COSTS = ("cost", "margin", "unit_cost")
# What each role sees of the amounts below in the head office, in the branch, and in both.
SEEN = {
    "vera": (1, 10, 11),
    "oleg": (2, 20, 22),
    "leader": (3, 30, 33),
    "manager": (3, 30, 33),
}
WITH_COSTS = ("oleg", "manager")


@freeze_time(TODAY)
class TestDashboardRights(FactCase):
    """Whoever looks sees what their rights allow, by whatever way they ask.

    Every amount is a digit of its own, so that a total tells which documents are in it:
    Vera's and Oleg's are 1 and 2 in the head office, 10 and 20 in the branch, 100 and 200
    in a company that none of them belongs to.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch, cls.other = cls.env["res.company"].create(
            [
                {"name": "Kazan", "parent_id": cls.company.id},
                {"name": "Other", "currency_id": cls.company.currency_id.id},
            ]
        )
        both = Command.set((cls.company + cls.branch).ids)
        (cls.vera + cls.oleg).company_ids = [both]
        cls.oleg.group_ids += cls.env.ref("crm_smarket_reports.group_margin")
        cls.vera.group_ids += cls.env.ref("base.group_allow_export")
        own = {"company_id": cls.company.id, "company_ids": [both]}
        cls.users = {
            "vera": cls.vera,
            "oleg": cls.oleg,
            "leader": new_test_user(cls.env, "leader", groups="sales_team.group_sale_salesman_all_leads", **own),
            "manager": new_test_user(cls.env, "manager", groups="sales_team.group_sale_manager", **own),
        }
        cls.worker = new_test_user(cls.env, "worker", groups="stock.group_stock_user", **own)
        for scale, company in ((1, cls.company), (10, cls.branch), (100, cls.other)):
            cls._add_facts(company, cls.vera, cls.shop, scale)
            cls._add_facts(company, cls.oleg, cls.depot, 2 * scale)
        for fact in ("crm.receipt.fact", "crm.shipment.fact"):
            cls.env[fact]._repair_sums()  # of what no document gave

    @classmethod
    def _add_facts(cls, company, user, customer, amount):
        """Put a receipt and a shipment of this amount straight into the tables."""
        move = cls.env["stock.move"].create(
            {
                "product_id": cls.product_a.id,
                "company_id": company.id,
                "location_id": cls.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": cls.env.ref("stock.stock_location_customers").id,
            }
        )
        common = {
            "company_id": company.id,
            "date": fields.Date.to_date("2026-03-10"),
            "amount": amount,
            "user_id": user.id,
            "partner_id": customer.id,
            "commercial_partner_id": customer.id,
        }
        cls.env["crm.shipment.fact"].search_count([])  # settles what the move has changed
        cls.env["crm.shipment.fact"].sudo().create(
            {**common, "move_id": move.id, "cost": amount / 2, "margin": amount / 2}
        )
        cls.env["crm.receipt.fact"].sudo().create({**common, "document_key": -1_000_000 - move.id})

    def _as(self, user, *companies, model="crm.smarket.dashboard"):
        ids = self.env["res.company"].union(*companies).ids
        return self.env[model].with_user(user).with_context(allowed_company_ids=ids)

    # -- role by role, widget by widget ------------------------------------------------------------------------------

    def test_every_role_and_selection_of_companies(self):
        selections = ([self.company], [self.branch], [self.company, self.branch])
        for role, totals in SEEN.items():
            for companies, total in zip(selections, totals, strict=True):
                with self.subTest(role=role, companies=[company.name for company in companies]):
                    data = self._as(self.users[role], *companies).get_data()
                    self.assertFalse([key for key, widget in data.items() if "error" in widget])
                    self.assertEqual(data["receipts_by_branch"]["total"]["current"], total)
                    self.assertEqual(data["leading_managers"]["total"]["current"], total)
                    self.assertEqual(sum(row["current"] for row in data["leading_managers"]["rows"]), total)
                    self._check_shipments(role, data["leading_companies"], total)
                    self._check_shipments(role, data["shipment_dynamics"], total)

    def _check_shipments(self, role, widget, total):
        self.assertEqual(widget["total"]["amount"], total)
        self.assertEqual(sum(row["amount"] for row in widget["rows"]), total)
        costs = [name for name in COSTS if name in json.dumps(widget, default=json_default)]
        if role in WITH_COSTS:
            self.assertEqual((widget["total"]["cost"], widget["total"]["margin"]), (total / 2, total / 2))
        else:
            self.assertEqual((widget["measures"], costs), (["amount"], []))

    def test_rows_are_the_companies_that_are_switched_on(self):
        rows = self._as(self.users["leader"], self.branch, self.company).get_data()["receipts_by_branch"]["rows"]
        self.assertEqual({row["name"]: row["current"] for row in rows}, {"Kazan": 30, self.company.name: 3})

    def test_numbers_open_no_more_than_they_count(self):
        for user in self.users.values():
            data = self._as(user, self.company, self.branch).get_data(["leading_managers"])["leading_managers"]
            facts = self._as(user, self.company, self.branch, model=data["model"])
            for row in data["rows"]:
                found = facts.search([*data["domains"]["current"], *row["domain"]])
                self.assertEqual(sum(found.mapped("amount")), row["current"])

    def test_private_meetings_of_others_are_busy_for_everybody(self):
        self.env["calendar.event"].with_user(self.oleg).create(
            {
                "name": "Dentist",
                "privacy": "private",
                "description": "Tooth",
                "location": "Clinic",
                "start": TODAY + timedelta(hours=1),
                "stop": TODAY + timedelta(hours=2),
                "user_id": self.oleg.id,
                "partner_ids": [Command.set((self.oleg.partner_id + self.shop).ids)],
            }
        )
        keys = ["week_events", "nearest_events"]
        for role, user in self.users.items():
            self.env.invalidate_all()  # as between the requests of two people
            data = self._as(user, self.company).get_data(keys)
            text = json.dumps([data, [self._as(user, self.company)._get_sheet(key) for key in keys]], default=str)
            self.assertEqual("Dentist" in text, role == "oleg", role)
            self.assertEqual("Busy" in text, role != "oleg", role)
            self.assertFalse({"Tooth", "Clinic"} & set(text.split('"')))

    def test_the_arrangement_is_everybody_s_own(self):
        layout = {"order": ["week_events"], "hidden": ["leading_managers"]}
        settings = self.env["res.users.settings"]
        own = settings._find_or_create_for_user(self.vera).with_user(self.vera)
        own.set_res_users_settings({"general_information_layout": layout})
        self.assertEqual(own._res_users_settings_format()["general_information_layout"], layout)
        foreign = settings._find_or_create_for_user(self.oleg).with_user(self.vera)
        with self.assertRaises(AccessError):
            foreign.set_res_users_settings({"general_information_layout": layout})

    # -- ways around -------------------------------------------------------------------------------------------------

    def test_companies_that_are_not_the_user_s_are_refused(self):
        for user in self.users.values():
            with self.assertRaises(AccessError):
                self._as(user, self.company, self.other).get_data()
            for model in FACTS:
                with self.assertRaises(AccessError):
                    self._as(user, self.other, model=model).search([])

    def test_people_who_do_not_sell_see_nothing(self):
        with self.assertRaises(AccessError):
            self._as(self.worker, self.company).get_data(["nearest_events"])
        for model in FACTS:
            with self.assertRaises(AccessError):
                self._as(self.worker, self.company, model=model).search([])

    def test_every_way_to_read_a_fact_gives_one_s_own(self):
        for model in ("crm.receipt.fact", "crm.shipment.fact"):
            facts = self._as(self.vera, self.company, self.branch, model=model)
            everything = self.env[model].sudo().search([("date", "=", "2026-03-10")])
            self.assertEqual(sum(facts.search([("id", "in", everything.ids)]).mapped("amount")), 11)
            self.assertEqual(facts._read_group([], [], ["amount:sum"]), [(11,)])
            groups = facts.formatted_read_group([], ["company_id"], ["amount:sum"])
            self.assertEqual(sorted(group["amount:sum"] for group in groups), [1, 10])
            records = facts.web_search_read([], {"amount": {}})["records"]
            self.assertEqual(sorted(record["amount"] for record in records), [1, 10])
            self.assertEqual(facts.search_count([]), 2)
            self.assertLessEqual(len(facts.name_search("")), 2)
            self.assertEqual(facts.search([("user_id.name", "=", "Oleg")]).ids, [])
            foreign = everything.filtered(lambda fact: fact.user_id == self.oleg).with_env(facts.env)
            for read in (foreign.read, lambda foreign=foreign: foreign.export_data(["amount"])):
                with self.assertRaises(AccessError):
                    read()

    def test_no_way_leads_to_costs(self):
        facts = self._as(self.vera, self.company, model="crm.shipment.fact")
        own = facts.search([])
        for name in COSTS:
            ways = [
                lambda name=name: own.read([name]),
                lambda name=name: own.export_data([name]),
                lambda name=name: facts.search([(name, ">", 0)]),
                lambda name=name: facts.search([], order=name),
                lambda name=name: facts._read_group([], [name]),
                lambda name=name: facts._read_group([], [], [f"{name}:sum"]),
                lambda name=name: facts._read_group([], ["user_id"], having=[(f"{name}:sum", ">", 0)]),
            ]
            for number, way in enumerate(ways):
                with self.subTest(name=name, way=number), self.assertRaises(AccessError):
                    way()
            self.assertNotIn(name, facts.fields_get())

    def test_facts_are_nobody_s_to_write(self):
        for model in FACTS:
            facts = self._as(self.users["manager"], self.company, model=model)
            for operation in ("create", "write", "unlink"):
                self.assertFalse(facts.has_access(operation))

    def test_what_is_not_public_cannot_be_called(self):
        for model, name in (
            ("crm.smarket.dashboard", "_get_leading_managers"),
            ("crm.smarket.dashboard", "_sum_by"),
            ("crm.receipt.fact", "_refresh"),
            ("crm.fact.run", "_begin"),
        ):
            with self.assertRaises(AccessError):
                get_public_method(self.env[model], name)
        self.assertEqual(self._as(self.vera, self.company).get_data(["data", "__init__", "unlink"]), {})
        with self.assertRaises(AccessError):
            self._as(self.vera, self.company, model="crm.fact.run").search([])
        self.assertFalse(self._as(self.vera, self.company, model="crm.fact.run").get_progress())
