from freezegun import freeze_time

from odoo.fields import Command, Domain
from odoo.tests import tagged

from odoo.addons.crm_smarket.tests.common import NOW, ProjectCase, day

GROUPS = "commercial_partner_id.category_id"
PRODUCTS = "lead_id.project_product_line_ids.product_id"


@tagged("post_install", "-at_install")
@freeze_time(day(20))
class TestPassageTally(ProjectCase):
    """Passages counted by what one asks for: the same numbers as the rows themselves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop, cls.depot = cls.env["res.partner"].create([{"name": "Shop"}, {"name": "Depot"}])
        cls.retail, cls.large = cls.env["res.partner.category"].create([{"name": "Retail"}, {"name": "Large"}])
        cls.shop.category_id = cls.retail
        cls.depot.category_id = cls.retail | cls.large
        # begun on the 2nd: passed after 2 and 4 days, lost after 3, open since
        cls.passed = cls._deal(cls.shop, day(2), "action_complete", day(4))
        cls.slow = cls._deal(cls.depot, day(2), "action_complete", day(6), user_id=cls.other.id)
        cls.lost = cls._deal(cls.shop, day(2), None, day(5))
        cls.open = cls._deal(cls.depot, day(2), None, None)
        cls.domain = Domain("kind", "=", "stage") & Domain("lead_id.team_id", "=", cls.team.id)

    @classmethod
    def _deal(cls, partner, start, action, end, **vals):
        with freeze_time(NOW):
            lead = cls._create_lead(partner_id=partner.id, expected_revenue=100, date_deadline="2026-05-10", **vals)
            cls.env.flush_all()
        stage = cls._stage(lead, "Needs")
        with freeze_time(start):
            stage.action_start()
            cls.env.flush_all()
        if end:
            with freeze_time(end):
                getattr(stage, action)() if action else lead.action_set_lost()
                cls.env.flush_all()
        return lead

    def _tallies(self, field, domain=Domain.TRUE, user=None):
        facts = self.env["crm.passage.fact"].with_user(user or self.env.user)
        return facts._get_tallies(self.domain & domain, field)

    def test_outcomes_and_durations(self):
        [(stage, tally)] = self._tallies("template_stage_id").items()
        self.assertEqual(stage, self.needs.id)
        self.assertEqual(tally.outcomes, {"passed": 2, "failed": 1, "open": 1})
        self.assertEqual(tally.durations, {(2.0, True): 1, (4.0, True): 1, (3.0, False): 1, (18.0, False): 1})
        self.assertEqual((tally.reached, tally.decided, tally.share), (4, 3, 2 / 3))
        # 3/4 last longer than 2 days; of the two still in question at 4 days one ends: 3/8
        self.assertEqual((tally.get_percentile(0.5), tally.get_percentile(0.8)), (4.0, None))
        self.assertEqual((tally.planned.value, tally.variance.value), (2.0, 1.0))

    def test_by_manager_and_customer_group(self):
        self.assertEqual(
            {key: tally.reached for key, tally in self._tallies("user_id").items()},
            {self.seller.id: 3, self.other.id: 1},
        )
        self.assertEqual(
            {key: tally.reached for key, tally in self._tallies(GROUPS).items()},
            {self.retail.id: 4, self.large.id: 2},
        )
        for field in ("user_id", GROUPS, "city", "source_id"):
            for key, tally in self._tallies(field).items():
                count = self.env["crm.passage.fact"].search_count(self.domain & Domain(field, "=", key))
                self.assertEqual(tally.reached, count, f"{field} {key}")

    def test_by_product_each_deal_once(self):
        product, other = self.env["product.product"].create([{"name": "Scale"}, {"name": "Till"}])
        self.passed.project_product_line_ids = [
            Command.create({"product_id": product.id}),
            Command.create({"product_id": product.id}),
            Command.create({"product_id": other.id}),
        ]
        found = {key: tally.reached for key, tally in self._tallies(PRODUCTS).items()}
        self.assertEqual(found, {product.id: 1, other.id: 1, False: 3})

    def test_customers_apart(self):
        counted = self.env["crm.passage.fact"]._count_customers(self.domain, "template_stage_id")
        self.assertEqual(counted, {self.needs.id: {"passed": 2}}, "both have a deal that passed")
        self.lost.partner_id = self.env["res.partner"].create({"name": "Elsewhere"})
        self.open.partner_id = False
        counted = self.env["crm.passage.fact"]._count_customers(self.domain, "template_stage_id")
        self.assertEqual(counted, {self.needs.id: {"passed": 2, "failed": 1, "open": 1}})

    def test_customer_of_no_group(self):
        self.lost.partner_id = False
        self.shop.category_id = False
        found = {key: tally.reached for key, tally in self._tallies(GROUPS).items()}
        self.assertEqual(found, {self.retail.id: 2, self.large.id: 2, False: 2})

    def test_amounts_by_month(self):
        domain = Domain("kind", "=", "deal") & Domain("outcome", "=", "open") & Domain("lead_id", "in", self.open.ids)
        [(stage, month, company, amount)] = self.env["crm.passage.fact"]._get_amounts(domain, "template_stage_id")
        plan = self.open.project_date_end.replace(day=1)
        self.assertEqual((plan.month, self.open.date_deadline.month), (3, 5), "a plan in force stands before a guess")
        self.assertEqual((stage, month, company, amount), (self.needs.id, plan.date(), self.env.company.id, 100))

    def test_rights(self):
        self.assertEqual(self._tallies("template_stage_id", user=self.seller)[self.needs.id].reached, 3)
        self.assertEqual(self._tallies("template_stage_id", user=self.leader)[self.needs.id].reached, 4)

    def test_nothing(self):
        self.assertEqual(self._tallies("template_stage_id", Domain("date", "<", "2000-01-01")), {})
