import json
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.crm_smarket.tests.common import NOW, ProjectCase, day

OPPORTUNITIES = [("type", "=", "opportunity")]


@tagged("post_install", "-at_install")
@freeze_time(day(20))
class TestFunnel(ProjectCase):
    """A funnel says what pivot, list and facts say, whichever way it is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = "UTC"
        cls.other_team = cls.env["crm.team"].create({"name": "Kiosks", "member_ids": [(4, cls.other.id)]})
        reason = cls.env["crm.lost.reason"].create({"name": "Too dear"})
        first, second, third, won = cls.columns
        # what was not there yet was not skipped; the database has its own clock
        cls.env.cr.execute("UPDATE crm_stage SET create_date = '2020-01-01'")
        cls.won = cls._deal([second, third, won], expected_revenue=100)
        cls.skipper = cls._deal([third], expected_revenue=200)
        cls.open = cls._deal([second, first, second], expected_revenue=300)
        cls.lost = cls._deal([second], expected_revenue=400)
        with freeze_time(day(12)):
            cls.lost.action_set_lost(lost_reason_id=reason.id)
            cls.env.flush_all()
        cls.elsewhere = cls._deal([], expected_revenue=500, team_id=cls.other_team.id, user_id=cls.other.id)
        leads = cls.won | cls.skipper | cls.open | cls.lost | cls.elsewhere
        cls.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = ANY(%s)", [NOW, leads.ids])
        leads.invalidate_recordset(["create_date"])
        cls.domain = [*OPPORTUNITIES, ("team_id", "in", (cls.team | cls.other_team).ids)]

    @classmethod
    def _deal(cls, columns, **vals):
        """Make a deal that enters a column every second day."""
        with freeze_time(NOW):
            lead = cls._create_lead(project_template_id=False, **vals)
            cls.env.flush_all()
        for number, column in enumerate(columns):
            with freeze_time(day(4 + 2 * number)):
                lead.stage_id = column
                cls.env.flush_all()
        return lead

    def _funnels(self, user=None, model="crm.lead", domain=None, **options):
        options = {"stage": "stage_id", "reading": "passage", **options}
        funnels = self.env["crm.smarket.funnel"].with_user(user or self.env.user)
        return funnels.get_funnels(model, self.domain if domain is None else domain, options)

    def _levels(self, *names, **options):
        """Return the figures of the levels of the only funnel."""
        [funnel] = self._funnels(**options)["funnels"]
        return {level["name"]: tuple(level[name] for name in names) for level in funnel["levels"]}

    def test_passage(self):
        """Deals count once per column; open ones are no failures; skipped and revisited ones are told apart."""
        self.assertEqual(
            self._levels("value", "passed", "failed", "open", "skipped", "revisited"),
            {
                "First": (5, 4, 0, 1, 0, 1),
                "Second": (3, 1, 1, 1, 1, 1),
                "Third": (2, 1, 0, 1, 0, 0),
                "Won": (1, 1, 0, 0, 0, 0),
            },
        )
        self.assertEqual(self._levels("share")["Second"], (0.5,))
        self.assertEqual(self._levels("median")["First"], (2.0,))

    def test_told_twice(self):
        """What the history tells twice is no return."""
        self.env.cr.execute(
            """
            INSERT INTO crm_project_transition
                   (lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id, date)
            SELECT lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id, date
              FROM crm_project_transition WHERE lead_id = %s AND kind = 'pipeline' ORDER BY id
            """,
            [self.won.id],
        )
        facts = self.env["crm.passage.fact"]
        facts._refresh(SQL("SELECT id FROM crm_lead WHERE id = %s", self.won.id))
        self.assertEqual(self._levels("revisited"), {"First": (1,), "Second": (1,), "Third": (0,), "Won": (0,)})

    def test_value(self):
        self.assertEqual(
            self._levels("value", "passed", "failed", "open", measure="expected_revenue")["Second"],
            (800, 100, 400, 300),
        )

    def test_snapshot_is_the_pivot(self):
        pivot = self.env["crm.lead"]._read_group(self.domain, ["stage_id"], ["__count", "expected_revenue:sum"])
        for measure, position in ((False, 1), ("expected_revenue", 2)):
            self.assertEqual(
                self._levels("value", reading="snapshot", measure=measure),
                {row[0].name: (row[position],) for row in pivot},
            )

    def test_figures_are_their_documents(self):
        """The list behind a figure has as many rows, or as much, as the figure says."""
        for reading, measure in (("snapshot", False), ("passage", False), ("passage", "expected_revenue")):
            [funnel] = self._funnels(reading=reading, measure=measure)["funnels"]
            for level in funnel["levels"]:
                found = self.env[funnel["model"]].search(level["domain"])
                self.assertEqual(level["value"], sum(found.mapped("amount")) if measure else len(found))
                if reading == "passage":
                    lost = self.env[funnel["model"]].search(level["failed_domain"])
                    self.assertEqual(level["failed"], sum(lost.mapped("amount")) if measure else len(lost))

    def test_lost_ones_by_reason(self):
        [funnel] = self._funnels()["funnels"]
        [second] = [level for level in funnel["levels"] if level["name"] == "Second"]
        groups = self.env["crm.passage.fact"]._read_group(second["failed_domain"], ["lost_reason_id"], ["__count"])
        self.assertEqual([(reason.name, count) for reason, count in groups], [("Too dear", 1)])

    def test_filters_of_the_deal(self):
        """What passages keep themselves is filtered there, the rest on the deal: with the same result."""
        for condition in (("user_id", "=", self.seller.id), ("team_id.name", "=", "Shops")):
            self.assertEqual(self._levels("value", domain=[*self.domain, condition])["First"], (4,))
        self.assertEqual(self._levels("value", domain=[*self.domain, ("expected_revenue", ">", 250)])["First"], (3,))
        excluded = [*self.domain, "!", ("expected_revenue", ">", 250)]
        self.assertEqual(self._levels("value", domain=excluded)["First"], (2,))
        self.assertEqual(self._levels("value", domain=[*self.domain, ("active", "=", False)])["First"], (1,))

    def test_groups(self):
        funnels = self._funnels(group_by=["team_id"])["funnels"]
        self.assertEqual(
            [(funnel["group"], funnel["levels"][0]["value"]) for funnel in funnels], [("Shops", 4), ("Kiosks", 1)]
        )
        months = self._funnels(group_by=["create_date:month"])["funnels"]
        self.assertEqual([funnel["group"] for funnel in months], ["March 2026"])

    def test_groups_within_groups(self):
        funnels = self._funnels(group_by=["team_id", "type", "user_id"])["funnels"]
        self.assertEqual(
            {funnel["group"]: funnel["levels"][0]["value"] for funnel in funnels},
            {
                f"Shops · Opportunity · {self.seller.name}": 4,
                f"Kiosks · Opportunity · {self.other.name}": 1,
            },
        )
        months = self._funnels(group_by=["create_date:month", "team_id"])["funnels"]
        self.assertEqual([funnel["group"] for funnel in months], ["March 2026 · Kiosks", "March 2026 · Shops"])

    def test_groups_of_a_property(self):
        self.team.lead_properties_definition = [
            {"name": "size", "type": "selection", "string": "Size", "selection": [["big", "Big Shop"]]}
        ]
        self.won.lead_properties = {"size": "big"}
        groups = {funnel["group"] for funnel in self._funnels(group_by=["lead_properties.size"])["funnels"]}
        self.assertEqual(groups, {"Big Shop", "None"})

    def test_compare_with_a_team(self):
        ours, theirs = self._funnels(team=self.team.id, compare=self.other_team.id)["funnels"]
        self.assertEqual((ours["variant"], theirs["variant"]), ("Shops", "Kiosks"))
        self.assertEqual([level["name"] for level in ours["levels"]], [level["name"] for level in theirs["levels"]])
        self.assertEqual((ours["levels"][0]["value"], theirs["levels"][0]["value"]), (4, 1))
        self.assertEqual((theirs["levels"][-1]["value"], theirs["levels"][-1]["share"]), (0, None))

    def test_periods(self):
        """An unfinished period is compared with as many days of the earlier one."""
        march = {"months": 1, "end": "2026-03"}
        self.assertEqual(self._levels("value", period=march)["First"], (5,))
        self.assertEqual(self._levels("value", period={"months": 1, "end": "2026-02"}), {})
        now, before = self._funnels(period=march, compare="previous")["funnels"]
        self.assertEqual(before["variant"], "02/01/2026 – 02/20/2026")
        self.assertEqual([level["value"] for level in before["levels"]], [0, 0, 0, 0])
        self.assertEqual(now["levels"][0]["value"], 5)
        year_ago = self._funnels(period={"months": 12, "end": False}, compare="year_ago")["funnels"][1]
        self.assertEqual(year_ago["variant"], "04/01/2024 – 03/20/2025")
        snapshot = self._levels("value", reading="snapshot", period=march)
        self.assertEqual(snapshot, {"First": (1,), "Second": (1,), "Third": (1,), "Won": (1,)})

    def test_project_stages(self):
        """The same stages from the project, from its deal, and from the facts."""
        with freeze_time(NOW):
            lead = self._create_lead()
            self.env.flush_all()
        with freeze_time(day(4)):
            self._stage(lead, "Needs").action_start()
            self.env.flush_all()
        with freeze_time(day(6)):
            self._stage(lead, "Needs").action_complete()
            self.env.flush_all()
        expected = {"Needs": (1, 1, 2.0)}
        for model, stage in (
            ("crm.lead", "project_template_stage_id"),
            ("crm.project.stage", "template_stage_id"),
            ("crm.passage.fact", "template_stage_id"),
        ):
            path = "lead_id" if model != "crm.lead" else "id"
            found = self._levels("value", "passed", "median", model=model, domain=[(path, "=", lead.id)], stage=stage)
            self.assertEqual(found, expected, model)
        self._assert_as_stage_analysis()
        self.assertEqual(
            self._levels("value", domain=[("id", "=", lead.id)], stage="project_template_stage_id", reading="snapshot"),
            {"Offer": (1,)},
        )

    def _assert_as_stage_analysis(self):
        """The funnel of a template over twelve months has the figures of its stage analysis."""
        filters = {"template": self.template.ids}
        report = self.env["crm.smarket.analysis"].get_report("stages", {"filters": filters})
        analysed = {
            row["name"].split(" · ")[-1]: tuple(row["cells"][key]["value"] for key in ("reached", "passed", "median"))
            for row in report["rows"]
        }
        domain = [("project_template_id", "=", self.template.id)]
        names = ("value", "passed", "median")
        period = {"months": 12, "end": False}
        self.assertTrue(analysed)
        self.assertEqual(
            self._levels(*names, domain=domain, stage="project_template_stage_id", period=period), analysed
        )

    def test_rights(self):
        self.assertEqual(self._levels("value", user=self.other)["First"], (1,))
        self.assertEqual(self._levels("value", user=self.leader)["First"], (5,))
        with self.assertRaises(AccessError):
            self._funnels(user=self.env.ref("base.public_user"))

    def test_sheet(self):
        options = {"stage": "stage_id", "reading": "passage", "measure": "expected_revenue"}
        funnel = self.env["crm.smarket.funnel"]
        sheet = funnel._get_sheet("crm.lead", funnel.get_funnels("crm.lead", self.domain, options), options)
        second = dict(zip((column["label"] for column in sheet["columns"]), sheet["rows"][1], strict=True))
        self.assertEqual((second["Reached"], second["Lost There"], second["Share That Went On"]), (800, 400, 0.2))
        self.assertNotIn("At Least", second, "which is of deals, not of their amounts")
        self.assertEqual(self._levels("interval", measure="expected_revenue")["Second"], (None,))
        self.assertTrue(self._levels("interval")["Second"][0])

    def test_sheet_names_groups_and_comparison_where_there_are(self):
        period = {"months": 12, "end": False}
        funnel = self.env["crm.smarket.funnel"]
        for chosen, names in (
            ({}, ["Stage"]),
            ({"group_by": ["user_id"]}, ["Group", "Stage"]),
            ({"period": period, "compare": "previous"}, ["Compared", "Stage"]),
        ):
            options = {"stage": "stage_id", "reading": "passage", **chosen}
            sheet = funnel._get_sheet("crm.lead", funnel.get_funnels("crm.lead", self.domain, options), options)
            found = [column["label"] for column in sheet["columns"] if column["type"] == "text"]
            self.assertEqual(found, names)
            self.assertEqual(sheet["chart"]["names"], len(names) - 1)

    def test_documents_of_columns_have_no_stages_of_templates(self):
        """The list behind a funnel of the pipeline shows what its passages have, and no days of what goes on."""
        [funnel] = self._funnels(stage="stage_id")["funnels"]
        arch = etree.fromstring(self.env["crm.passage.fact"].get_view(view_type="list")["arch"])
        hidden = f"context.get('passage_kind') == '{funnel['kind']}'"
        fields = arch.xpath("//field[@column_invisible=$hidden]/@name", hidden=hidden)
        self.assertEqual(set(fields), {"template_stage_id", "planned_days", "variance_days"})

    def test_refused(self):
        for words, options in (("colour", {"colour": 1}), ("stage", {"stage": "name"}), ("stage", {"stage": False})):
            with self.assertRaisesRegex(UserError, words):
                self._funnels(**options)

    def test_other_models_have_a_snapshot(self):
        data = self._funnels(model="res.partner", domain=[], stage="country_id")
        self.assertEqual((data["reading"], data["readings"]), ("snapshot", ["snapshot"]))
        count = self.env["res.partner"].search_count(Domain("country_id", "!=", False))
        self.assertEqual(sum(level["value"] for level in data["funnels"][0]["levels"]), count)


@tagged("post_install", "-at_install")
class TestFunnelView(ProjectCase):
    """The view type ``smarket_funnel`` is checked when it is saved."""

    def _create_view(self, arch):
        return self.env["ir.ui.view"].create(
            {"name": "funnel", "model": "crm.lead", "type": "smarket_funnel", "arch": arch}
        )

    def test_accepted(self):
        view = self._create_view('<smarket_funnel stage="stage_id" measure="expected_revenue"/>')
        views = self.env["crm.lead"].get_views([(view.id, "smarket_funnel")])
        self.assertLessEqual({"stage_id", "expected_revenue"}, set(views["models"]["crm.lead"]["fields"]))
        self.assertIn("smarket_funnel", self.env["ir.ui.view"].get_view_info())

    def test_refused(self):
        for arch, words in [
            ("<smarket_funnel/>", "stage"),
            ('<smarket_funnel stage="name"/>', "stored field"),
            ('<smarket_funnel stage="nowhere"/>', "nowhere"),
            ('<smarket_funnel stage="stage_id" measure="name"/>', "number"),
            ('<smarket_funnel stage="stage_id" measure="activity_exception_decoration"/>', "number"),
            ('<smarket_funnel stage="stage_id" date="name"/>', "date"),
            ('<smarket_funnel stage="stage_id" default_group_by="create_date"/>', "interval"),
            ('<smarket_funnel stage="stage_id" default_group_by="create_date:moon"/>', "interval"),
            ('<smarket_funnel stage="stage_id" default_group_by="team_id:month"/>', "interval"),
            ('<smarket_funnel stage="stage_id" default_group_by="activity_exception_icon"/>', "stored field"),
            ('<smarket_funnel stage="stage_id" colour="1"/>', "colour"),
            ('<smarket_funnel stage="stage_id"><field name="name"/></smarket_funnel>', "field"),
        ]:
            with self.subTest(arch), self.assertRaisesRegex(ValidationError, words):
                self._create_view(arch)


@tagged("post_install", "-at_install")
class TestFunnelWorkbook(HttpCase):
    """The link above a funnel."""

    def _download(self, model="crm.lead", facets=(), **options):
        query = {"model": model, "domain": "[]", "options": json.dumps(options), "facets": json.dumps(facets)}
        return self.url_open(f"/crm_smarket/funnel.xlsx?{urlencode(query)}")

    def test_download(self):
        """Opened again, it has the figures of the screen."""
        column = self.env["crm.stage"].create({"name": "=Bargain", "sequence": 99})
        self.env["crm.lead"].create(
            {"name": "Shop", "type": "opportunity", "stage_id": column.id, "expected_revenue": 70}
        )
        self.authenticate("admin", "admin")
        answer = self._download(stage="stage_id", measure="expected_revenue")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        [row] = [row for row in sheet.values if row[0] == "=Bargain"]
        self.assertEqual(row[1], 70)

    def test_says_what_was_searched_for_and_chosen(self):
        teams = self.env["crm.team"].create([{"name": "East"}, {"name": "West"}])
        options = {"stage": "stage_id", "measure": "expected_revenue", "team": teams[0].id, "compare": teams[1].id}
        self.authenticate("admin", "admin")
        answer = self._download(facets=[["Search", "Won, =1"], ["Group By", "Salesperson"]], **options)
        about = openpyxl.load_workbook(BytesIO(answer.content))["About"]
        lines = {label: text for label, text, *_rest in about.values}
        expected = {
            "Period": "All times",
            "Sales Team": "East",
            "Compared with": "West",
            "Measure": "Expected Revenue",
            "Search": "Won, =1",
            "Group By": "Salesperson",
            "Made for": self.env.ref("base.user_admin").name,
        }
        self.assertEqual({label: lines.get(label) for label in expected}, expected)

    def test_refused(self):
        self.assertIn("/web/login", self._download(stage="stage_id").url)
        self.authenticate("admin", "admin")
        self.assertEqual(self._download("no.model", stage="stage_id").status_code, 404)
