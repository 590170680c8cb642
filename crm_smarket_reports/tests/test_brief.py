from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import FactCase

TODAY = datetime(2026, 3, 17, 9, 0)  # a Tuesday


@freeze_time(TODAY)
class TestBrief(FactCase):
    """What each rule says, and that its link opens exactly what it speaks of; every figure is made by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.tz = "UTC"
        cls.dashboard = cls.env["crm.smarket.dashboard"]
        cls.company.currency_id.write({"symbol": "$", "position": "before"})
        cls.team = cls.env["crm.team"].create({"name": "Kazan", "company_id": cls.company.id})
        cls.scale = cls.env["product.product"].create(
            {"name": "Scale", "is_storable": True, "list_price": 100, "standard_price": 60, "taxes_id": []}
        )
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.env["stock.quant"]._update_available_quantity(cls.scale, cls.warehouse.lot_stock_id, 10000)

    def _brief(self, kind, user=None):
        """Return the sentences of a kind, as somebody reads them."""
        dashboard = self.dashboard.with_user(user) if user else self.dashboard
        return [one for one in dashboard._get_sentences() if one["kind"] == kind]

    def _texts(self, kind, user=None):
        return [one["text"].replace("\N{NO-BREAK SPACE}", "") for one in self._brief(kind, user)]

    def _open(self, sentence):
        """Return the records that a sentence opens."""
        action = sentence["action"]
        return self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])

    def _receive(self, amount, day, user=None):
        invoice = self._invoice(amount, user=user, date=day)
        invoice.team_id = self.team
        self._pay(invoice, date=day)

    def _ship(self, quantity, day, partner=None, price=100, user=None):
        order = self._order(quantity, partner, price, user)
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        order.picking_ids.move_ids.date = day
        order.date_order = day
        order.picking_ids.write({"date_delivered": day})
        order.effective_date = day
        return order

    def _order(self, quantity, partner=None, price=100, user=None, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.shop).id,
                "user_id": (user or self.vera).id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create({"product_id": self.scale.id, "product_uom_qty": quantity, "price_unit": price})
                ],
                **values,
            }
        )
        order.action_confirm()
        return order

    def test_an_empty_company_has_nothing_to_say(self):
        self.assertEqual(self.dashboard.get_brief(), [])

    def test_team_behind_the_same_day_last_month(self):
        self._receive(410_000, "2026-03-10")
        self._receive(500_000, "2026-02-17")
        self._receive(900_000, "2026-02-18")  # after the same day
        [sentence] = self._brief("receipts_behind")
        self.assertEqual(
            self._texts("receipts_behind"),
            ["Kazan: receipts 18% behind the same day last month, $410K against $500K"],
        )
        self.assertEqual(sentence["level"], "bad")
        self.assertEqual(sorted(self._open(sentence).mapped("amount")), [410_000, 500_000])

    def test_ahead_is_good_and_little_is_not_spoken_of(self):
        self._receive(120, "2026-03-10")
        self._receive(100, "2026-02-17")
        self.assertEqual(
            self._texts("receipts_ahead"), ["Kazan: receipts 20% ahead of the same day last month, $120 against $100"]
        )
        self._receive(11, "2026-02-16")  # 120 against 111: 8 %
        self.assertFalse(self._texts("receipts_ahead"))

    def test_nothing_is_compared_in_the_first_days_of_a_month(self):
        self._receive(500, "2026-02-01")
        with freeze_time("2026-03-02 09:00:00"):
            self.assertFalse(self._texts("receipts_behind"))
        with freeze_time("2026-03-03 09:00:00"):
            self.assertTrue(self._texts("receipts_behind"))

    def test_salesperson_reads_of_their_own_receipts_alone(self):
        self._receive(50, "2026-03-10")
        self._receive(100, "2026-02-10")
        self._receive(7000, "2026-03-10", user=self.oleg)
        self.assertEqual(
            self._texts("receipts_behind", self.vera),
            ["Your receipts: 50% behind the same day last month, $50 against $100"],
        )
        self.assertFalse(self._texts("best_manager", self.vera))

    def test_best_manager(self):
        self._receive(300, "2026-03-10", user=self.oleg)
        self.assertFalse(self._texts("best_manager"), "alone, nobody leads")
        self._receive(100, "2026-03-10")
        [sentence] = self._brief("best_manager")
        self.assertEqual(self._texts("best_manager"), ["Leads by receipts this month: Oleg, $300"])
        self.assertEqual(self._open(sentence).mapped("amount"), [300])

    def test_record_month(self):
        self._ship(5, "2025-12-10")
        self.assertFalse(self._texts("record_month"))
        self._ship(7, "2026-02-10")
        self._ship(3, "2026-03-10")
        [sentence] = self._brief("record_month")
        self.assertEqual(self._texts("record_month"), ["Shipments, highest of twelve months: February 2026, $700"])
        self.assertEqual(sum(self._open(sentence).mapped("amount")), 700)

    def test_loss_making_month_is_for_those_who_see_margins(self):
        self._ship(10, "2025-11-10", price=40)
        [sentence] = self._brief("loss_month")
        self.assertEqual(self._texts("loss_month"), ["Loss-making month: November 2025, margin $-200"])
        self.assertEqual((sentence["level"], sum(self._open(sentence).mapped("margin"))), ("watch", -200))
        leader = self._new_user("leader", "sales_team.group_sale_salesman_all_leads")
        self.assertFalse(self._texts("loss_month", leader))
        leader.group_ids += self.env.ref("crm_smarket_reports.group_margin")
        self.assertTrue(self._texts("loss_month", leader))

    def test_customer_shipped_to_below_cost(self):
        self._ship(10, "2026-03-10", price=50)
        self._ship(10, "2026-03-11", partner=self.depot)
        [sentence] = self._brief("loss_customer")
        self.assertEqual(self._texts("loss_customer"), ["Shop: shipped below cost this month, margin $-100"])
        self.assertEqual(sum(self._open(sentence).mapped("margin")), -100)

    def test_great_customer_is_silent(self):
        """The average customer bought for 52,500; Shop for 110,000 and not in the last 90 days."""
        self._ship(1100, "2025-12-10 10:00:00")
        for name in "ABC":
            self._ship(1000 / 3, "2026-03-10 10:00:00", partner=self.env["res.partner"].create({"name": name}))
        [sentence] = self._brief("silent_customer")
        self.assertEqual(
            self._texts("silent_customer"),
            ["Shop: bought for $110K in twelve months, silent since 10 December 2025"],
        )
        self.assertEqual(sum(self._open(sentence).mapped("amount")), 110_000)
        quotation = self.env["sale.order"].create({"partner_id": self.shop.id, "company_id": self.company.id})
        self.env.invalidate_all()  # as the next request does
        self.assertFalse(self._texts("silent_customer"), "somebody talks with them")
        quotation.unlink()
        self.env.invalidate_all()
        with freeze_time(TODAY - timedelta(days=8)):  # the 89th day
            self.assertFalse(self._texts("silent_customer"))

    def test_late_deals_by_the_stage_where_they_stand(self):
        template = self.env["crm.project.template"].create(
            {
                "name": "Shop",
                "stage_ids": [
                    Command.create({"name": name, "duration": 1, "sequence": number})
                    for number, name in enumerate(("Specification", "Contract"))
                ],
            }
        )
        with freeze_time("2026-03-02 08:00:00"):
            deals = self.env["crm.lead"].create(
                [
                    {
                        "name": name,
                        "type": "opportunity",
                        "user_id": user.id,
                        "company_id": self.company.id,
                        "expected_revenue": worth,
                        "project_template_id": template.id,
                    }
                    for name, user, worth in (("A", self.vera, 4_000_000), ("B", self.oleg, 200_000))
                ]
            )
            self.env.flush_all()
        [sentence] = self._brief("late_deals")
        self.assertEqual(self._texts("late_deals"), ["Deals late at Specification: 2, worth $4.2M"])
        self.assertEqual(self._open(sentence), deals)
        self.assertEqual(self._texts("late_deals", self.oleg), ["Deals late at Specification: 1, worth $200K"])
        deals[0].action_set_lost()
        self.assertEqual(self._texts("late_deals"), ["Deals late at Specification: 1, worth $200K"])

    def test_orders_late_against_the_promised_day(self):
        promised = {"commitment_date": "2026-03-16 12:00:00"}
        order = self._order(3, **promised)
        self._order(4, commitment_date="2026-03-17 06:00:00")  # has the whole day
        self._order(5, user=self.oleg, **promised)
        [sentence] = self._brief("late_orders")
        self.assertEqual(self._texts("late_orders"), ["Orders late against the promised day: 2, worth $800"])
        self.assertEqual(sum(self._open(sentence).mapped("amount_total")), 800)
        self.assertEqual(self._texts("late_orders", self.vera), ["Orders late against the promised day: 1, worth $300"])
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        self.assertEqual(self._texts("late_orders"), ["Orders late against the promised day: 1, worth $500"])

    def test_orders_waiting_for_goods(self):
        self._order(1)
        waiting = self._order(99_999, price=1)
        [sentence] = self._brief("waiting_orders")
        self.assertEqual(self._texts("waiting_orders"), ["Orders waiting for goods: 1, worth $100K"])
        self.assertEqual(self._open(sentence), waiting)

    def test_five_sentences_of_several_kinds_in_a_stable_order(self):
        def say(kind, number, weight):
            record = self.env["res.partner"].browse(number)
            return self.dashboard._say(kind, f"{kind} {number}", "info", weight, {}, record)

        sentences = [
            say("late", 1, 75),
            say("late", 2, 75),
            say("late", 3, 75),
            say("best", 4, 30),
            say("behind", 5, 80),
        ]
        self.patch(type(self.dashboard), "_get_sentences", lambda self: sentences)
        expected = ["behind-5", "late-1", "late-2", "best-4"]
        self.assertEqual([one["key"] for one in self.dashboard.get_brief()], expected)
        sentences += [say("kind", number, 50 + number) for number in range(6, 8)] + [say("loss", 9, 90)]
        expected = ["loss-9", "behind-5", "late-1", "kind-6", "best-4"]
        self.assertEqual([one["key"] for one in self.dashboard.get_brief()], expected)

    def test_one_sentence_by_its_key(self):
        self._receive(300, "2026-03-10", user=self.oleg)
        self._receive(100, "2026-03-10")
        key = f"best_manager-{self.oleg.id}"
        self.assertEqual([one["key"] for one in self.dashboard.get_brief(key)], [key])
        self.assertEqual(self.dashboard.get_brief("best_manager-0"), [])

    def test_a_broken_rule_leaves_the_others(self):
        self._order(99_999)
        self.patch(type(self.dashboard), "_brief_receipts", lambda self: 1 / 0)
        with self.assertLogs("odoo.addons.crm_smarket_reports", "ERROR"):
            self.assertEqual([one["key"] for one in self.dashboard.get_brief()], ["waiting_orders"])

    def test_who_sells_nothing_and_other_companies_read_nothing(self):
        self._receive(100, "2026-02-10")
        self._order(99_999, commitment_date="2026-03-10 12:00:00")
        self.assertTrue(self.dashboard.get_brief())
        stranger = self._new_user("stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.dashboard.with_user(stranger).get_brief()
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids += other
        elsewhere = self.dashboard.with_context(allowed_company_ids=other.ids)
        self.assertEqual(elsewhere.get_brief(), [])

    def test_speaks_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self._ship(10, "2025-11-10", price=-420_000)
        [text] = [
            one["text"]
            for one in self.dashboard.with_context(lang="pl_PL")._get_sentences()
            if one["kind"] == "loss_month"
        ]
        self.assertIn("listopad 2025", text)
        self.assertIn("-4,2", text)

    def _new_user(self, login, group):
        return new_test_user(
            self.env, login, groups=group, company_id=self.company.id, company_ids=[Command.set(self.company.ids)]
        )
