from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.crm_smarket.tests.common import NOW, ProjectCase, day

PASSAGES = "crm.passage.fact"
BEGIN = day(2)


@tagged("post_install", "-at_install")
@freeze_time(day(20))
class TestAnalysisPassages(ProjectCase):
    """Stage analysis, length of the cycle and planned volume: each figure is that of the rows it opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop, cls.depot = cls.env["res.partner"].create([{"name": "Shop"}, {"name": "Depot"}])
        cls.filters = {"team": cls.team.ids}
        cls.template.columns_follow_stages = False  # so that winning asks for nothing
        cls.won = cls._deal(cls.shop, day(4))
        cls.slow = cls._deal(cls.depot, day(6), user_id=cls.other.id)
        cls.lost = cls._deal(cls.shop)
        cls.open = cls._deal(cls.depot)
        cls._do(day(5), cls.lost.action_set_lost)
        cls._do(day(9), cls.won.action_set_won)

    @classmethod
    def _do(cls, moment, action):
        with freeze_time(moment):
            action()
            cls.env.flush_all()

    @classmethod
    def _deal(cls, partner, end=None, begin=BEGIN, **vals):
        """Return a deal whose first stage began, on the 2nd unless told otherwise, and may have ended."""
        with freeze_time(NOW):
            lead = cls._create_lead(partner_id=partner.id, expected_revenue=100, date_deadline="2026-05-10", **vals)
            cls.env.flush_all()
        cls._do(begin, cls._stage(lead, "Needs").action_start)
        if end:
            cls._do(end, cls._stage(lead, "Needs").action_complete)
        return lead

    def _report(self, key, user=None, **options):
        analysis = self.env["crm.smarket.analysis"].with_user(user or self.leader)
        return analysis.get_report(key, {"filters": self.filters, **options})

    def _values(self, row, *keys):
        return tuple(row["cells"][key]["value"] for key in keys)

    def _assert_opens(self, report):
        """Each count and each amount is that of the documents that it opens."""
        for row in [*report["rows"], *filter(None, [report["total"], report["others"]])]:
            for column in report["columns"]:
                cell = row["cells"].get(column["key"])
                if not cell or "domain" not in cell or column["type"] not in ("count", "money"):
                    continue
                facts = self.env[cell["model"]].search(Domain(cell["domain"]))
                if column["type"] == "money":
                    value = sum(facts.mapped("amount"))
                elif cell.get("group_by"):
                    nameless = facts.filtered(lambda fact: not fact.commercial_partner_id)
                    value = len(facts.commercial_partner_id) + len(nameless.lead_id)
                else:
                    value = len(facts)
                self.assertEqual(cell["value"], value, f"{row['name']} {column['key']}")

    def test_stages(self):
        report = self._report("stages")
        [needs, *_others] = report["rows"]
        self.assertEqual(needs["name"], "Needs")
        self.assertEqual(self._values(needs, "reached", "passed", "failed", "open", "skipped"), (4, 2, 1, 1, 0))
        self.assertEqual(self._values(needs, "share", "median", "slow"), (2 / 3, 4.0, None))
        self.assertEqual(self._values(needs, "planned", "variance"), (2.0, 1.0))
        low, high = needs["cells"]["interval"]["value"]
        self.assertTrue(0 < low < 2 / 3 < high < 1)
        self.assertIsNone(report["total"], "a deal is in several stages")
        self._assert_opens(report)

    def test_few_cases_are_muted_by_the_companys_setting(self):
        cell = self._report("stages")["rows"][0]["cells"]["share"]
        self.assertTrue(cell["muted"])
        self.env.company.crm_smarket_few_cases = 3
        row = self._report("stages")["rows"][0]["cells"]
        self.assertFalse(row["share"]["muted"])
        self.assertTrue(row["median"]["muted"], "only two have passed")

    def test_planned_there_is_what_stands_there_today(self):
        report = self._report("stages", period={"kind": "custom", "start": "2026-03-01", "end": "2026-03-20"})
        self.assertEqual(self._values(report["rows"][0], "amount"), (100.0,))
        amounts = {row["name"]: row["cells"]["amount"]["value"] for row in report["rows"]}
        self.assertEqual(amounts["Needs"], 100.0)

    def test_customers_apart(self):
        needs = self._report("stages", reading="customers")["rows"][0]
        self.assertEqual(self._values(needs, "reached", "passed", "failed", "open"), (2, 2, 0, 0))

    def test_customers_are_the_groups_of_what_a_figure_opens(self):
        kiosk = self.env["res.partner"].create({"name": "Kiosk"})
        nobody = self.env["res.partner"]
        for lead in (self._deal(kiosk), self._deal(kiosk), self._deal(nobody)):
            self._do(day(7), lead.action_set_lost)
        self._deal(nobody)
        needs = self._report("stages", reading="customers")["rows"][0]
        self.assertEqual(self._values(needs, "reached", "passed", "failed", "open", "cases"), (5, 2, 2, 1, 4))
        total = self._report("cycle", reading="customers")["total"]
        self.assertEqual(self._values(total, "reached", "passed", "failed", "open"), (5, 1, 2, 2))
        for key in ("stages", "cycle"):
            for dimension in ("template", "user", "product"):
                for limit in (1, 40):
                    self._assert_opens(self._report(key, reading="customers", dimension=dimension, limit=limit))

    def test_beside_an_earlier_period(self):
        begin = day(9)
        self._deal(self.shop, end=day(12), begin=begin)
        self._do(day(13), self._deal(self.shop, begin=begin).action_set_lost)
        week = {"kind": "custom", "start": "2026-03-08", "end": "2026-03-14"}
        report = self._report("stages", period=week, compare="previous")
        [needs] = report["rows"]
        self.assertEqual(self._values(needs, "reached", "share", "median"), (2, 0.5, 3.0))
        self.assertEqual(self._values(needs, "reached_before", "share_before", "median_before"), (4, 2 / 3, 4.0))
        self.assertAlmostEqual(needs["cells"]["share_change"]["value"], 0.5 - 2 / 3)
        self._assert_opens(report)
        self.assertNotIn("share_before", [column["key"] for column in self._report("stages")["columns"]])
        report = self._report("cycle", compare="year_ago")
        self.assertEqual(self._values(report["total"], "reached", "reached_before"), (6, 0))
        self._assert_opens(report)

    def test_open_ones_are_shown_where_they_are(self):
        report = self._report("stages")
        needs = report["rows"][0]["cells"]["open"]
        self.assertEqual((needs["model"], needs["views"][0]), ("crm.project.stage", "smarket_plan"))
        self.assertEqual(self.env[needs["model"]].search(Domain(needs["domain"])), self._stage(self.open, "Needs"))
        [link] = self._report("stages", filters={"team": self.team.ids, "user": self.seller.ids})["links"]
        stages = self.env[link["model"]].with_user(self.leader).search(Domain(link["domain"]))
        self.assertEqual(stages.lead_id, self.open)
        self.assertEqual(set(stages.mapped("state")), {"in_progress"})

    def test_every_filter_narrows_every_report(self):
        group = self.env["res.partner.category"].create({"name": "Retail"})
        industry = self.env["res.partner.industry"].create({"name": "Food"})
        country = self.env.ref("base.pl")
        region = self.env["res.country.state"].create({"name": "Lodz", "code": "LD", "country_id": country.id})
        product = self.env["product.product"].create({"name": "Scale"})
        source = self.env["utm.source"].create({"name": "Fair"})
        campaign = self.env["utm.campaign"].create({"name": "Spring"})
        self.shop.write(
            {
                "category_id": group.ids,
                "industry_id": industry.id,
                "country_id": country.id,
                "state_id": region.id,
                "city": "Lodz",
            }
        )
        lead = self._deal(self.shop, user_id=self.manager.id, source_id=source.id, campaign_id=campaign.id)
        self.env["crm.project.product.line"].create({"lead_id": lead.id, "product_id": product.id})
        self.env.flush_all()
        chosen = {
            "template": self.template.ids,
            "user": self.manager.ids,
            "company": self.env.company.ids,
            "customer_tag": group.ids,
            "product": product.ids,
            "industry": industry.ids,
            "country": country.ids,
            "state": region.ids,
            "city": ["Lodz"],
            "source": source.ids,
            "campaign": campaign.ids,
        }
        description = self.env["crm.smarket.analysis"]._describe("stages")
        self.assertEqual({*chosen, "team"}, set(description["filters"]))
        for key, values in chosen.items():
            facts = self.env[PASSAGES].search([("team_id", "=", self.team.id), ("kind", "=", "deal")])
            expected = (
                facts
                if key in ("template", "company")
                else facts.filtered(
                    lambda fact, key=key: (
                        fact.lead_id == lead
                        or key in ("customer_tag", "industry")
                        and fact.commercial_partner_id == self.shop
                    )
                )
            )
            filters = {"team": self.team.ids, key: values}
            cycle = self._report("cycle", filters=filters)
            self.assertEqual(self._values(cycle["total"], "reached"), (len(expected),), key)
            stages = self._report("stages", filters=filters)
            self.assertEqual(self._values(stages["rows"][0], "reached"), (len(expected),), key)
            volume = self._report("volume", filters=filters)
            amount = sum(expected.filtered(lambda fact: fact.outcome == "open").mapped("amount"))
            self.assertEqual(self._values(volume["total"], "amount"), (amount,), key)

    def test_down_from_manager_to_stage(self):
        report = self._report("stages", dimension="user")
        self.assertEqual((report["deeper"], len(report["rows"])), ("stage", 2))
        self._assert_opens(report)
        trail = [{"dimension": "user", "id": self.other.id, "name": "other"}]
        report = self._report("stages", trail=trail)
        self.assertEqual([self._values(row, "reached", "passed") for row in report["rows"]][:1], [(1, 1)])
        self._assert_opens(report)
        self.assertFalse(report["deeper"])

    def test_outside_the_period(self):
        report = self._report("stages", period={"kind": "custom", "start": "2025-01-01", "end": "2025-12-31"})
        self.assertEqual((report["rows"], report["chart"]), ([], None))

    def test_stages_made_by_hand_are_compared_with_nothing(self):
        stage = self.env["crm.project.stage"].create({"lead_id": self.open.id, "name": "Visit"})
        self._do(day(3), stage.action_start)
        self.assertNotIn("Visit", [row["name"] for row in self._report("stages")["rows"]])

    def test_own_deals_only(self):
        report = self._report("stages", user=self.seller)
        self.assertEqual(self._values(report["rows"][0], "reached"), (3,))

    def test_cycle(self):
        report = self._report("cycle")
        [row] = report["rows"]
        self.assertEqual(row["name"], "Equip")
        self.assertEqual(self._values(row, "reached", "passed", "failed", "open"), (4, 1, 1, 2))
        # lost at 3 days: of three in question at 7 days one is won, 2/3 last longer
        self.assertEqual(self._values(row, "share", "median", "slow"), (0.5, None, None))
        self.assertEqual(self._values(report["total"], "reached"), (4,))
        for dimension in ("user", "source", "customer_tag", "product", "city"):
            self._assert_opens(self._report("cycle", dimension=dimension))

    def test_volume(self):
        (self.slow | self.open).expected_revenue = 0  # whose projects end as planned
        simple = {"project_template_id": False, "expected_revenue": 40}
        late = self._create_lead(date_deadline="2026-01-31", **simple)
        self._create_lead(**{**simple, "expected_revenue": 7})
        report = self._report("volume", dimension="user")
        self.assertEqual(self._values(report["total"], "before", "amount"), (40.0, 47.0))
        self._assert_opens(report)
        self._assert_opens(self._report("volume"))
        late.date_deadline = "2027-01-31"
        self.assertEqual(self._values(self._report("volume")["total"], "before", "after"), (0.0, 40.0))

    def test_rows_beyond_the_limit_are_together(self):
        report = self._report("cycle", dimension="user", limit=1)
        self.assertEqual(len(report["rows"]), 1)
        self.assertEqual(self._values(report["rows"][0], "reached"), (3,))
        self.assertEqual(self._values(report["others"], "reached"), (1,))
        self._assert_opens(report)

    def test_volume_beyond_the_limit_is_together(self):
        self.depot.category_id = self.env["res.partner.category"].create([{"name": "Retail"}, {"name": "South"}])
        for dimension in ("user", "customer_tag", "stage"):
            report = self._report("volume", dimension=dimension, limit=1)
            self.assertEqual(self._values(report["total"], "amount"), (200.0,), dimension)
            self._assert_opens(report)
            bars = report["chart"]["series"]
            self.assertEqual(len(bars), 1 + bool(report["others"]))
            self._assert_opens(self._report("stages", dimension=dimension, limit=1))
        report = self._report("volume", dimension="user", order="amount asc", limit=1)
        self.assertEqual((len(report["rows"]), report["others"]["count"]), (1, 1))

    def test_sorted_as_asked(self):
        report = self._report("cycle", dimension="user", order="reached asc")
        self.assertEqual([row["id"] for row in report["rows"]], [self.other.id, self.seller.id])
