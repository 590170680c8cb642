import random
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.crm_project_stage import OPEN_STATES
from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
class TestRandomWalk(ProjectCase):
    """Whatever people do with their deals in whatever order, the stored plan is the planner's.

    Refusals in words are part of the walk; anything else that is raised fails it.
    """

    STEPS = 120

    @mute_logger("odoo.addons.crm.models.crm_lead")
    def test_walks(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                self._walk(random.Random(seed))

    def _walk(self, rng):
        if rng.random() < 0.7:
            self.needs.require_products = rng.random() < 0.3
        now = NOW
        leads = self.env["crm.lead"]
        with freeze_time(now):
            for number in range(3):
                leads |= self._create_lead(name=f"Deal {number}", probability=20)
        done = refused = 0
        for step in range(self.STEPS):
            now += timedelta(hours=rng.choice([0, 1, 5, 30]))
            leads = leads.exists()
            lead = rng.choice(leads)
            deed = rng.choice(self._deeds())
            with freeze_time(now):
                try:
                    with self.env.cr.savepoint():
                        deed(lead, rng)
                        self.env.flush_all()
                    done += 1
                except (UserError, RedirectWarning):
                    self.env.invalidate_all(flush=False)
                    refused += 1
                self._check(leads.exists(), f"step {step}: {deed.__name__} of {lead.id}")
        self.assertGreater(done, refused, "most of what people do is allowed")

    def _deeds(self):  # noqa: C901 # pylint: disable=too-complex
        """Return what people do, each deed small and simple."""

        def stage_of(lead, rng):
            return rng.choice(lead.project_stage_ids or [lead.project_stage_ids])

        def start(lead, rng):
            stage_of(lead, rng).action_start()

        def start_early(lead, rng):
            stage_of(lead, rng).action_start("In a hurry")

        def complete(lead, rng):
            stage_of(lead, rng).action_complete()

        def complete_anyway(lead, rng):
            stage_of(lead, rng).action_complete("We know them")

        def complete_many(lead, rng):
            lead.project_stage_ids.filtered(lambda s: s.state in OPEN_STATES)[: rng.randint(1, 4)].action_complete()

        def skip(lead, rng):
            stage_of(lead, rng).action_skip("Not needed")

        def reopen(lead, rng):
            lead.project_stage_ids.filtered(lambda s: s.state in ("done", "cancelled"))[:1].action_reopen()

        def lose(lead, rng):
            lead.action_set_lost()

        def restore(lead, rng):
            lead.action_restore()

        def archive(lead, rng):
            lead.action_archive() if lead.active else lead.action_unarchive()

        def add(lead, rng):
            self.env["crm.project.stage"].create(
                {
                    "lead_id": lead.id,
                    "name": f"Extra {rng.randint(1, 99)}",
                    "duration": rng.randint(0, 5),
                    "predecessor_ids": [(6, 0, stage_of(lead, rng).ids)],
                    "dependency_type": rng.choice(["hard", "soft"]),
                    "sequence": rng.randint(0, 20),
                }
            )

        def remove(lead, rng):
            stage_of(lead, rng).unlink()

        def move(lead, rng):
            stage_of(lead, rng).date_start = NOW + timedelta(days=rng.randint(0, 40))

        def stretch(lead, rng):
            stage = stage_of(lead, rng)
            stage.write({"duration": rng.randint(0, 9), "duration_unit": rng.choice(["hours", "days", "weeks"])})

        def end(lead, rng):
            stage = stage_of(lead, rng)
            stage.date_end = (stage.date_end or NOW) + timedelta(hours=rng.randint(-30, 60))

        def link(lead, rng):
            stage_of(lead, rng).predecessor_ids = [(rng.choice([3, 4]), stage_of(lead, rng).id)]

        def column(lead, rng):
            lead.stage_id = rng.choice(self.columns)

        def begin(lead, rng):
            lead.project_date_start = NOW + timedelta(days=rng.randint(-5, 20))

        def template(lead, rng):
            lead.project_template_id = rng.choice([self.template.id, False])
            lead.project_template_id = self.template

        def states(lead, rng):
            lead.project_stage_ids.write({"state": rng.choice(["in_progress", "done"])})

        def clock(lead, rng):
            lead._start_due_stages()

        def merge(lead, rng):
            other = self._create_lead(name="Other", probability=10)
            (lead | other).merge_opportunity()

        return [
            start, start_early, complete, complete_anyway, complete_many, skip, reopen, lose, restore, restore, archive,
            add, remove, move, stretch, end, link, column, begin, template, states, clock, merge,
        ]  # fmt: skip

    def _check(self, leads, words):
        """Compare what is stored with what planner, states and rules say."""
        self.env.invalidate_all()
        for lead in leads:
            stages = lead.project_stage_ids
            calendar = lead._get_planning_calendar()
            plan = lead._run_planner(stages, calendar)
            for stage in stages:
                where = f"{words}: {stage.name}"
                if stage.state != "cancelled":
                    self.assertEqual((stage.date_start, stage.date_end), plan[stage.id], where)
                self.assertEqual(stage.date_due, lead.active and stage._get_due(calendar), where)
                self.assertTrue(stage.date_origin and stage.baseline_date_end, where)
                self.assertEqual(
                    bool(stage.loss_state),
                    stage.state == "cancelled" and not stage.is_skipped and lead.won_status == "lost",
                    where,
                )
                self.assertFalse(stage.is_skipped and stage.state != "cancelled", where)
                if lead.won_status == "lost":
                    self.assertNotIn(stage.state, OPEN_STATES, where)
            alive = stages.filtered(lambda s: s.state != "cancelled")
            done = alive.filtered(lambda s: s.state == "done")
            counted = stages.filtered(lambda s: not s.is_skipped)
            self.assertEqual(lead.project_progress, 100 * len(done) // len(counted) if counted else 0, words)
            self.assertEqual(lead.project_date_end, max(alive.mapped("date_end"), default=False), words)
