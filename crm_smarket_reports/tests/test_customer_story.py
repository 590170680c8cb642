from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .common import ShipmentCase
from .test_analysis import AnalysisCase

TODAY = datetime(2026, 3, 17, 9, 0)


@freeze_time(TODAY)
class StoryCase(AnalysisCase, ShipmentCase):
    """Customers, and what can happen with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.story = cls.env["crm.customer.story"]

    def _domain(self, *customers):
        return [("id", "in", self.env["res.partner"].union(*customers).ids)]

    def _tell(self, *customers, kinds=None, user=None, **options):
        story = self.story.with_user(user or self.env.user)
        return story.get_story(self._domain(*(customers or [self.shop])), kinds, **options)

    def _overview(self, *customers, user=None):
        return self.story.with_user(user or self.env.user).get_overview(self._domain(*(customers or [self.shop])))

    def _labels(self, story):
        return [(entry["label"], entry["title"]) for entry in story["entries"]]

    def _deal(self, **values):
        return self.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "partner_id": self.shop.id,
                "user_id": self.vera.id,
                "project_template_id": False,  # not the team's own, if it has one
                **values,
            }
        )

    def _note(self, record, day="2026-03-18", user=None, **values):
        """Plan an activity of a record."""
        return self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(record._name),
                "res_id": record.id,
                "summary": "Call them",
                "date_deadline": day,
                "user_id": (user or self.vera).id,
                **values,
            }
        )


@freeze_time(TODAY)
class TestCustomerStory(StoryCase):
    """The time line, the newest first."""

    def test_order_shipment_and_receipt(self):
        order = self._order(3)
        picking = self._ship(order)
        payment = self._pay(self._invoice(300), date="2026-03-16")
        self._sell(50, "2026-03-01", partner=self.depot)
        story = self._tell()
        self.assertEqual(
            self._labels(story),
            [
                ("Order", order.name),
                ("Shipment", picking.delivery_note_number or picking.name),
                ("Receipt", payment.move_id.name or payment.name),
            ],
        )
        self.assertEqual([entry["amount"] for entry in story["entries"]], [300, 300, 300])
        self.assertEqual(story["entries"][0]["time"], "09:00")
        self.assertEqual([entry["time"] for entry in story["entries"][1:]], [False, False])
        self.assertIsNone(story["before"])

    def test_amounts_are_those_of_the_facts(self):
        first = self._ship(self._order(3))
        self._ship(self._order(5), 2)
        self._take_back(first, 1)
        both = self._invoice(300) + self._invoice(70, user=self.oleg)
        self._pay(both, group_payment=True)
        story = self._tell(kinds=["shipment", "receipt"])
        for kind, model in (("shipment", "crm.shipment.fact"), ("receipt", "crm.receipt.fact")):
            facts = self.env[model].search([("commercial_partner_id", "=", self.shop.id)])
            amounts = [entry["amount"] for entry in story["entries"] if entry["kind"] == kind]
            self.assertEqual(sum(amounts), sum(facts.mapped("amount")), kind)
        self.assertEqual([entry["amount"] for entry in story["entries"] if entry["kind"] == "receipt"], [370])
        self.assertIn("Return", [entry["label"] for entry in story["entries"]])

    def test_pages_are_seamless_although_moments_are_equal(self):
        for _number in range(5):
            self._ship(self._order(1))
            self._note(self._deal())
            self._pay(self._invoice(10), date="2026-03-17")
        self._issue(partner_id=self.shop.id)  # goods without a delivery
        self.env["calendar.event"].create(
            [{"name": "Talk", "start": TODAY, "stop": TODAY, "partner_ids": self.shop.ids} for _number in range(3)]
        )
        whole = [entry["key"] for entry in self._tell(limit=200)["entries"]]
        self.assertGreater(len(whole), 25)
        for limit in (1, 2, 7):
            paged, before = [], None
            while before or not paged:
                page = self._tell(before=before, limit=limit)
                before = page["before"]
                paged += [entry["key"] for entry in page["entries"]]
            self.assertEqual(paged, whole, limit)
        self.assertEqual(len(set(whole)), len(whole))

    def test_way_of_a_deal(self):
        deal = self._deal(name="Scales for three shops")
        self.env.flush_all()
        proposal = self.env["crm.stage"].create({"name": "Proposal", "sequence": 900})
        deal.stage_id = proposal
        deal.action_set_lost()
        self.env.flush_all()
        self.assertEqual(
            [entry["label"] for entry in self._tell(kinds=["project"])["entries"]],
            ["Lost", "Moved to", "New Opportunity"],
        )

    def test_contacts_belong_to_their_customer(self):
        contact = self.env["res.partner"].create({"name": "Anna", "parent_id": self.shop.id})
        order = self._sell(300, partner=contact)
        self._note(self._deal(partner_id=contact.id))
        story = self._tell(kinds=["order", "event"])
        self.assertEqual(self._labels(story), [("To-Do", "Call them"), ("Order", order.name)])
        self.assertEqual({entry["customer"] for entry in story["entries"]}, {"Shop"})
        self.assertFalse(self.story.get_story([("id", "=", contact.id)])["entries"], "chosen are customers")
        action = contact.action_view_customer_story()
        self.assertEqual(action["params"]["choice"]["partner"], self.shop.ids)

    def test_meeting_and_its_activity_are_one_event(self):
        deal = self._deal()
        meeting = self.env["calendar.event"].create(
            {"name": "Talk", "start": TODAY, "stop": TODAY + timedelta(hours=1), "opportunity_id": deal.id}
        )
        self._note(deal, calendar_event_id=meeting.id)
        done = self._note(deal, "2026-03-15")
        done.action_feedback()
        events = self._tell(kinds=["event"])["entries"]
        self.assertEqual([event["title"] for event in events], ["Talk", "Call them"])
        self.assertEqual([event["is_planned"] for event in events], [False, False])

    def test_private_meeting_of_somebody_else_is_busy(self):
        self.env["calendar.event"].with_user(self.oleg).create(
            {
                "name": "Secret",
                "start": TODAY,
                "stop": TODAY + timedelta(hours=1),
                "privacy": "private",
                "user_id": self.oleg.id,
                "opportunity_id": self._deal(user_id=False).id,
                "partner_ids": [Command.set((self.oleg.partner_id + self.shop).ids)],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        [event] = self._tell(kinds=["event"], user=self.vera)["entries"]
        self.assertEqual((event["title"], event["customer"]), ("Busy", ""))
        self.env.invalidate_all()
        [event] = self._tell(kinds=["event"], user=self.oleg)["entries"]
        self.assertEqual(event["title"], "Secret")

    def test_kinds_and_places_that_there_are_not(self):
        with self.assertRaises(UserError):
            self._tell(kinds=["weather"])
        for before in (["soon", 1, 1], ["2026-03-17T09:00:00", 1], ["2026-03-17T09:00:00", 1, "x"]):
            with self.assertRaises(UserError, msg=before):
                self._tell(before=before)

    def test_salespeople_see_their_own_and_others_nothing(self):
        own = self._sell(300)
        self._sell(70, user=self.oleg)
        self._note(self._deal(user_id=self.oleg.id), user=self.oleg)
        story = self._tell(user=self.vera)
        self.assertEqual(self._labels(story), [("Order", own.name)])
        overview = self._overview(user=self.vera)
        self.assertEqual(overview["turnover"]["current"]["value"], 300)
        self.assertEqual(overview["deals"]["open"]["count"], 0)
        worker = new_test_user(self.env, "story_worker", groups="stock.group_stock_user")
        with self.assertRaises(AccessError):
            self._tell(user=worker)
        with self.assertRaises(AccessError):
            self._overview(user=worker)

    def test_companies_that_are_switched_on(self):
        other = self.env["res.company"].create({"name": "Kazan", "parent_id": self.company.id})
        (self.env.user + self.vera).company_ids |= other
        both = self.story.with_context(allowed_company_ids=(self.company + other).ids)
        self._sell(300)
        self.env = both.env
        self._deal(company_id=other.id)
        self._note(self._deal(company_id=other.id))
        self.assertEqual([entry["kind"] for entry in self._tell()["entries"]], ["order"])
        self.assertEqual(self._overview()["deals"]["open"]["count"], 0)
        kinds = {entry["kind"] for entry in both.get_story(self._domain(self.shop))["entries"]}
        self.assertEqual(kinds, {"order", "project", "event"})
        self.assertEqual(both.get_overview(self._domain(self.shop))["deals"]["open"]["count"], 2)

    def test_as_many_queries_for_one_customer_as_for_many(self):
        customers = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(6)])
        for customer in customers:
            self._sell(10, partner=customer)
            self._issue(partner_id=customer.id)
            self._pay(self._invoice(10, partner=customer))
            deal = self._deal(partner_id=customer.id)
            self._note(deal)
            self._note(deal, "2026-03-15").action_feedback()
            self.env["calendar.event"].create(
                {"name": "Talk", "start": TODAY, "stop": TODAY, "opportunity_id": deal.id}
            )
        self.env.flush_all()
        counts = []
        for some in (customers[:2], customers):
            domain = self._domain(some)
            for _warm_up in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.story.with_user(self.vera).get_story(domain)
                self.story.with_user(self.vera).get_overview(domain)
                count = self.env.cr.sql_log_count - before
            counts.append(count)
        self.assertEqual(counts[0], counts[1])
