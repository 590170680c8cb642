from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_smarket.tests.common import NOW, ProjectCase, day


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPassageFact(ProjectCase):
    """One row per deal and level, with what became of it and how long it lasted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what is read of the past only counts columns that were there
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_stage SET create_date = '2020-01-01'")

    def _at(self, moment, action, *args, **kwargs):
        """Do something at a moment, up to the database."""
        with freeze_time(moment):
            action(*args, **kwargs)
            self.env.flush_all()

    def _facts(self, lead, kind, *names):
        """Return the rows of a deal, having seen that they are what a computation from scratch gives."""
        facts = self.env["crm.passage.fact"].search(
            [("lead_id", "=", lead.id), ("kind", "=", kind)], order="sequence, level_id"
        )
        query = SQL("SELECT %s::integer AS id", lead.id)
        self.assertEqual(self.env["crm.passage.fact"]._count_differences(query), 0)
        return [tuple(fact[name] for name in names) for fact in facts]

    def _stages(self, lead):
        names = ("project_stage_id", "outcome", "date_entered", "date_left", "days", "planned_days")
        return [(row[0].name, *row[1:]) for row in self._facts(lead, "stage", *names)]

    def test_stages_passed_and_open(self):
        lead = self._create_lead()
        needs, offer = self._stage(lead, "Needs"), self._stage(lead, "Offer")
        self.assertEqual(self._stages(lead), [], "nothing has begun")
        self._at(day(2), needs.action_start)
        self._at(day(5), needs.action_complete)
        self._at(day(6), offer.action_start)
        self.assertEqual(
            self._stages(lead),
            [("Needs", "passed", day(2), day(5), 3.0, 2.0), ("Offer", "open", day(6), False, 0.0, 3.0)],
        )
        self.assertEqual(
            self._facts(lead, "stage", "variance_days", "date_counted", "template_stage_id", "project_template_id"),
            [(1.0, False, self.needs, self.template), (0.0, day(6), self.offer, self.template)],
        )

    def test_days_that_are_not_known_are_empty_not_zero(self):
        lead = self._create_lead()
        self._at(day(3), self._stage(lead, "Needs").action_complete)
        self.assertEqual(self._stages(lead)[0][:4], ("Needs", "passed", day(3), day(3)))
        known = [("lead_id", "=", lead.id), ("kind", "=", "stage"), ("days", "!=", False)]
        self.assertEqual(self.env["crm.passage.fact"].search_count(known), 0)

    def test_corrected_dates_count(self):
        lead = self._create_lead()
        needs = self._stage(lead, "Needs")
        self._at(day(9), needs.action_complete)
        self._at(day(10), needs.write, {"date_start": day(3), "date_end": day(7)})
        self.assertEqual(self._stages(lead), [("Needs", "passed", day(3), day(7), 4.0, 2.0)])

    def test_time_lost_counts_in_no_duration(self):
        lead = self._create_lead()
        needs, offer = self._stage(lead, "Needs"), self._stage(lead, "Offer")
        self._at(day(2), needs.action_start)
        self._at(day(4), lead.action_set_lost)
        self.assertEqual(self._stages(lead), [("Needs", "failed", day(2), day(4), 2.0, 2.0)])
        self._at(day(9), lead.action_restore)
        self.assertEqual(self._facts(lead, "stage", "outcome", "date_counted"), [("open", day(7))])
        self.assertEqual(self._facts(lead, "pipeline", "outcome", "date_counted"), [("open", day(7))])
        self._at(day(11), needs.action_complete)
        self._at(day(11), offer.action_start)
        self._at(day(12), lead.action_set_lost)
        self.assertEqual(
            self._stages(lead),
            [("Needs", "passed", day(2), day(11), 4.0, 2.0), ("Offer", "failed", day(11), day(12), 1.0, 3.0)],
        )
        self.assertEqual(
            self._facts(lead, "deal", "outcome", "date_entered", "date_left", "days"),
            [("failed", day(2), day(12), 5.0)],
        )
        self.assertEqual(
            self._facts(lead, "pipeline", "crm_stage_id", "outcome", "days"),
            [(self.columns[0], "passed", 4.0), (self.columns[1], "failed", 1.0)],
        )

    def test_lost_between_two_stages_is_lost_before_the_next(self):
        lead = self._create_lead()
        self._at(day(2), self._stage(lead, "Needs").action_start)
        self._at(day(3), self._stage(lead, "Needs").action_complete)
        self._at(day(6), lead.action_set_lost)
        self.assertEqual(
            self._stages(lead),
            [("Needs", "passed", day(2), day(3), 1.0, 2.0), ("Offer", "failed", False, day(6), 0.0, 3.0)],
        )

    def test_skipped_stage_is_in_no_duration(self):
        lead = self._create_lead()
        needs, offer = self._stage(lead, "Needs"), self._stage(lead, "Offer")
        self._at(day(2), needs.action_start)
        self._at(day(4), needs.action_skip, reason="Known already")
        self._at(day(4), offer.action_skip, reason="By word of mouth")
        self.assertEqual(
            self._stages(lead),
            [("Needs", "skipped", day(2), day(4), 0.0, 2.0), ("Offer", "skipped", False, day(4), 0.0, 3.0)],
        )

    def test_reopened_stage_counts_once(self):
        lead = self._create_lead()
        needs = self._stage(lead, "Needs")
        self._at(day(2), needs.action_start)
        self._at(day(4), needs.action_complete)
        self._at(day(5), needs.action_reopen)
        self.assertEqual(self._facts(lead, "stage", "outcome", "is_revisited"), [("open", True)])
        self._at(day(8), needs.action_complete)
        self.assertEqual(self._facts(lead, "stage", "outcome", "is_revisited", "days"), [("passed", True, 6.0)])

    def test_removed_stage_goes(self):
        lead = self._create_lead()
        self._at(day(2), self._stage(lead, "Needs").action_start)
        self.assertEqual(len(self._stages(lead)), 1)
        self._stage(lead, "Needs").unlink()
        self.assertEqual(self._stages(lead), [])

    def test_columns_skipped_and_revisited(self):
        lead = self._create_lead(project_template_id=False)
        first, second, third, won = self.columns
        self._at(day(4), lead.write, {"stage_id": third.id})
        self._at(day(6), lead.write, {"stage_id": first.id})
        names = ("crm_stage_id", "outcome", "is_revisited", "days")
        self.assertEqual(
            self._facts(lead, "pipeline", *names, "date_counted"),
            [
                (first, "passed", True, 0.0, day(4)),
                (second, "skipped", False, 0.0, False),
                (third, "open", False, 2.0, False),
            ],
        )
        self._at(day(7), lead.action_set_won)
        self.assertEqual(lead.stage_id, won)
        self.assertEqual(
            self._facts(lead, "pipeline", *names),
            [
                (first, "passed", True, 3.0),
                (second, "skipped", False, 0.0),
                (third, "passed", False, 2.0),
                (won, "passed", False, 0.0),
            ],
        )
        self.assertEqual(self._facts(lead, "deal", "outcome", "days"), [("passed", 5.0)])

    def test_lost_where_it_got_furthest(self):
        lead = self._create_lead(project_template_id=False)
        first, second, *_others = self.columns
        self._at(day(4), lead.write, {"stage_id": second.id})
        self._at(day(6), lead.write, {"stage_id": first.id})
        self._at(day(9), lead.action_set_lost)
        self.assertEqual(
            self._facts(lead, "pipeline", "crm_stage_id", "outcome", "days"),
            [(first, "passed", 5.0), (second, "failed", 2.0)],
        )

    def test_other_teams_columns_are_not_skipped(self):
        lead = self._create_lead(project_template_id=False)
        self.columns[1].team_ids = self.env["crm.team"].create({"name": "Elsewhere"})
        self._at(day(4), lead.write, {"stage_id": self.columns[2].id})
        self.assertEqual(
            self._facts(lead, "pipeline", "crm_stage_id"), [(self.columns[0],), (self.columns[2],)], "not theirs"
        )

    def test_merged_deals_count_once_and_do_not_mix(self):
        head, tail = self._create_lead(name="Head"), self._create_lead(name="Tail")
        self._at(day(3), self._stage(tail, "Needs").action_start)
        self._at(day(4), tail.write, {"stage_id": self.columns[1].id})
        self._at(day(5), head.write, {"stage_id": self.columns[2].id})
        self._at(day(8), (head | tail).merge_opportunity, auto_unlink=True)
        self.assertTrue(head.exists())
        self.assertFalse(tail.exists())
        rows = self._facts(head, "pipeline", "crm_stage_id", "outcome", "days")
        self.assertEqual(
            rows,
            [(self.columns[0], "passed", 3.0), (self.columns[1], "passed", 4.0), (self.columns[2], "open", 0.0)],
            "the first column as the kept deal went, the second as the merged one did",
        )
        facts = self.env["crm.passage.fact"].search([("lead_id", "=", head.id), ("kind", "=", "stage")])
        self.assertEqual(len(facts), len(facts.template_stage_id))
        self.assertEqual(self._facts(head, "deal", "outcome", "date_entered"), [("open", NOW)])

    def test_leads_and_archived_deals_do_not_count(self):
        inquiry = self._create_lead(type="lead", project_template_id=False)
        self.assertEqual(self._facts(inquiry, "pipeline", "outcome"), [])
        inquiry.type = "opportunity"
        self.assertEqual(self._facts(inquiry, "pipeline", "outcome"), [("open",)])
        inquiry.with_context(active_test=False).write({"active": False, "probability": 20})
        self.assertEqual(inquiry.won_status, "pending")
        self.assertEqual(self._facts(inquiry, "pipeline", "outcome"), [])
        inquiry.active = True
        self.assertEqual(self._facts(inquiry, "pipeline", "outcome"), [("open",)])

    def test_rows_follow_the_deal(self):
        lead = self._create_lead(project_template_id=False, expected_revenue=100, date_deadline="2026-05-03")
        france = self.env.ref("base.fr")
        names = ("amount", "user_id", "team_id", "country_id", "city", "company_id")
        lead.write({"expected_revenue": 250, "user_id": self.other.id, "country_id": france.id, "city": "Lyon"})
        for kind in ("pipeline", "deal"):
            self.assertEqual(
                self._facts(lead, kind, *names), [(250, self.other, lead.team_id, france, "Lyon", self.env.company)]
            )
        self.assertEqual(str(self._facts(lead, "deal", "date_expected")[0][0]), "2026-05-03")

    def test_the_plan_in_force_tells_when_a_deal_is_expected(self):
        lead = self._create_lead(date_deadline="2026-05-03")
        self.assertEqual(self._facts(lead, "deal", "date_expected", "won_status"), [(day(13).date(), "pending")])
        self._stage(lead, "Delivery").date_start = day(20)
        lead.action_set_lost()
        self.assertEqual(self._facts(lead, "deal", "won_status"), [("lost",)])

    def test_day_in_the_companys_zone(self):
        self.env.company.resource_calendar_id.tz = "Asia/Yekaterinburg"
        with freeze_time(day(31, 23, 30)):
            lead = self._create_lead(project_template_id=False)
            self.env.flush_all()
        self.assertEqual(str(self._facts(lead, "pipeline", "date")[0][0]), "2026-04-01")

    def test_other_order_of_columns_is_found_in_the_background(self):
        first, second, third, _won = self.columns
        lead = self._create_lead(project_template_id=False)
        self._at(day(4), lead.write, {"stage_id": third.id})
        self.assertEqual(len(self._facts(lead, "pipeline", "outcome")), 3)
        second.sequence = 109
        second.sequence = 110
        run = self.env["crm.fact.run"].search([("fact", "=", "crm.passage.fact"), ("position", ">", 0)])
        self.assertEqual(len(run), 1, "changes of the order in one go are one run")
        while run.position:
            run._do_batch()
        self.assertEqual(self._facts(lead, "pipeline", "crm_stage_id"), [(first,), (third,)])

    def test_past_before_installation(self):
        lead = self._create_lead(project_template_id=False)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_project_transition WHERE lead_id = %s", [lead.id])
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2024-02-01' WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        reading = self.env["crm.project.backfill"].create({"message_limit_id": 0, "next_lead_id": lead.id})
        reading._read_batch(1)
        self.assertEqual([str(row[0].date()) for row in self._facts(lead, "pipeline", "date_entered")], ["2024-02-01"])

    def test_many_deals_are_one_statement(self):
        leads = self.env["crm.lead"].union(*(self._create_lead() for _number in range(3)))
        self.env.flush_all()
        leads.write({"stage_id": self.columns[1].id})
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env.cr.precommit.run()

    def test_own_and_all(self):
        mine, other = self._create_lead(), self._create_lead(user_id=self.other.id)
        domain = [("lead_id", "in", (mine | other).ids), ("kind", "=", "deal")]
        Fact = self.env["crm.passage.fact"]
        self.assertEqual(Fact.with_user(self.seller).search(domain).lead_id, mine)
        self.assertEqual(Fact.with_user(self.leader).search(domain).lead_id, mine | other)
