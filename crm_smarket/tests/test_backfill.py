import logging
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .common import ProjectCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestBackfill(ProjectCase):
    """A database with years of deals: core tracked the columns, the history did not exist yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.field = cls.env["ir.model.fields"]._get("crm.lead", "stage_id")
        cls.first, cls.second, cls.third, cls.won = cls.columns

    def _old_deal(self, name="Old deal", column=None, **vals):
        """Return a deal created on 1 January 2025, of which the history knows nothing."""
        lead = self.env["crm.lead"].create(
            {
                "name": name,
                "user_id": self.seller.id,
                "team_id": self.team.id,
                "stage_id": (column or self.first).id,
                **vals,
            }
        )
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM mail_message WHERE model = 'crm.lead' AND res_id = %s", [lead.id])
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2025-01-01 08:00:00', create_uid = %s WHERE id = %s",
            [self.leader.id, lead.id],
        )
        self._forget(lead)
        return lead

    def _forget(self, leads):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_project_transition WHERE lead_id IN %s", [tuple(leads.ids)])
        self.env.invalidate_all()

    def _track(self, lead, day, old, new, field=None, user=None, subtype=None, subject=False):
        """Note a change as core's tracking does: on the given day of January 2025, at noon."""
        names = [value.name if isinstance(value, type(self.first)) else value or "" for value in (old, new)]
        ids = [value.id if isinstance(value, type(self.first)) else 0 for value in (old, new)]
        return self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": lead.id,
                "date": datetime(2025, 1, day, 12),
                "author_id": (user or self.seller).partner_id.id,
                "message_type": "notification",
                "subject": subject,
                "subtype_id": subtype and self.env.ref(f"crm.mt_lead_{subtype}").id,
                "tracking_value_ids": [
                    (
                        0,
                        0,
                        {
                            "field_id": self.field.id if field is None else field,
                            "old_value_integer": ids[0],
                            "new_value_integer": ids[1],
                            "old_value_char": names[0],
                            "new_value_char": names[1],
                        },
                    )
                ]
                if old or new
                else [],
            }
        )

    def _read(self, size=2000):
        reading = self.env["crm.project.backfill"]._begin()
        while reading.next_lead_id:
            reading._read_batch(size)
        return reading

    def _rows(self, lead, kind="pipeline"):
        rows = self.env["crm.project.transition"].search([("lead_id", "=", lead.id), ("kind", "=", kind)], order="id")
        return [(row.label_from or None, row.label_to or None, row.date, row.user_id) for row in rows]

    def test_way_of_a_deal(self):
        lead = self._old_deal(column=self.third)
        self._track(lead, 3, self.first, self.second)
        self._track(lead, 9, self.second, self.third, user=self.leader)
        self._read()
        self.assertEqual(
            self._rows(lead),
            [
                (None, "First", datetime(2025, 1, 1, 8), self.leader),
                ("First", "Second", datetime(2025, 1, 3, 12), self.seller),
                ("Second", "Third", datetime(2025, 1, 9, 12), self.leader),
            ],
        )
        self.assertTrue(all(lead.project_transition_ids.mapped("is_backfilled")))
        self.assertEqual(set(lead.project_transition_ids.mapped("origin_lead_id")), {lead.id})

    def test_deal_that_never_moved(self):
        lead = self._old_deal(column=self.second)
        self._read()
        self.assertEqual(self._rows(lead), [(None, "Second", datetime(2025, 1, 1, 8), self.leader)])

    def test_deleted_columns_keep_their_names(self):
        lead = self._old_deal(column=self.second)
        self._track(lead, 3, self.first, "Haggling")
        self._track(lead, 4, "Haggling", self.second)
        self._read()
        rows = self._rows(lead)
        self.assertEqual([row[1] for row in rows], ["First", "Haggling", "Second"])
        other = self._old_deal(column=self.second)
        self._track(other, 4, "Haggling", self.second)
        self._read()
        self.assertEqual([row[1] for row in self._rows(other)], ["Haggling", "Second"], "its first column is gone")

    def test_what_is_no_change_of_column(self):
        lead = self._old_deal()
        self._track(lead, 2, self.first, self.second, field=False)
        self._track(lead, 3, self.first, self.second, field=self.env["ir.model.fields"]._get("crm.lead", "team_id").id)
        self._track(lead, 4, self.first, self.second).model = "res.partner"
        self._track(lead, 5, self.first, self.first)
        self._read()
        self.assertEqual([row[1] for row in self._rows(lead)], ["First"])

    def test_change_that_was_not_tracked(self):
        """An import moved it: the present column is believed."""
        lead = self._old_deal(column=self.third)
        self._track(lead, 3, self.first, self.second)
        lead.date_last_stage_update = datetime(2025, 2, 1)
        self._forget(lead)
        self._read()
        rows = self._rows(lead)
        self.assertEqual([row[1] for row in rows], ["First", "Second", "Third"])
        self.assertEqual(rows[-1][2], datetime(2025, 2, 1))

    def test_outcomes(self):
        lead = self._old_deal(column=self.second)
        self._track(lead, 3, self.first, self.second, subtype="stage")
        self._track(lead, 4, None, None, subtype="lost")
        self._track(lead, 5, None, None, subtype="restored", user=self.leader)
        self._track(lead, 6, self.second, self.won, subtype="won")
        self._track(lead, 7, self.won, self.third, subtype="stage")
        self._track(lead, 8, self.third, self.second, subtype="stage")
        self._read()
        self.assertEqual(
            self._rows(lead, "outcome"),
            [
                ("Pending", "Lost", datetime(2025, 1, 4, 12), self.seller),
                ("Lost", "Pending", datetime(2025, 1, 5, 12), self.leader),
                ("Pending", "Won", datetime(2025, 1, 6, 12), self.seller),
                ("Won", "Pending", datetime(2025, 1, 7, 12), self.seller),
            ],
        )

    def test_outcome_that_was_not_tracked(self):
        lead = self._old_deal(column=self.won, probability=100)
        lead.date_closed = datetime(2025, 3, 1)
        self._forget(lead)
        self._read()
        [row] = self._rows(lead, "outcome")
        self.assertEqual(row[:3], ("Pending", "Won", datetime(2025, 3, 1)))

    def test_merged_deals_do_not_mix(self):
        lead = self._old_deal(column=self.second)
        self._track(lead, 3, self.first, self.third, subject="From Another deal")
        self._track(lead, 4, self.first, self.second)
        self._read()
        rows = lead.project_transition_ids.sorted("id")
        self.assertEqual(
            [(row.label_to, row.origin_lead_id) for row in rows],
            [("First", lead.id), ("Third", 0), ("Second", lead.id)],
        )

    def test_what_happened_since_is_not_read_twice(self):
        lead = self._old_deal(column=self.second)
        self._track(lead, 3, self.first, self.second)
        reading = self.env["crm.project.backfill"]._begin()
        lead.stage_id = self.third
        self.env.flush_all()
        self._track(lead, 20, self.second, self.third)  # core tracks the same change
        fresh = self._create_lead()
        reading._read_batch()
        self.assertEqual([row[1] for row in self._rows(lead)], ["Third", "First", "Second"])
        self.assertEqual([row[1] for row in self._rows(fresh)], ["First"])

    def test_killed_in_the_middle_goes_on(self):
        deals = self.env["crm.lead"].concat(*[self._old_deal(f"Deal {number}") for number in range(5)])
        for lead in deals:
            self._track(lead, 3, self.second, self.first)
        reading = self.env["crm.project.backfill"]._begin()
        reading._read_batch(2)
        self.env.flush_all()
        self.assertEqual([bool(self._rows(lead)) for lead in deals], [False, False, False, True, True], "newest first")
        self.assertEqual(self.env["crm.project.backfill"].get_progress(), {"done": 2, "total": reading.change_count})

        def die(*args):
            raise KeyboardInterrupt

        with (
            patch.object(type(reading), "_read_outcomes", die),
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
        ):
            reading._read_batch(2)
        self.env.invalidate_all()
        self.assertEqual([bool(self._rows(lead)) for lead in deals], [False, False, False, True, True])
        while reading.next_lead_id:
            reading._read_batch(2)
        self.assertEqual([len(self._rows(lead)) for lead in deals], [2] * 5)
        self.assertFalse(self.env["crm.project.backfill"].get_progress())

    def test_second_reading_finds_nothing(self):
        lead = self._old_deal(column=self.won, probability=100)
        self._track(lead, 3, self.first, self.won, subtype="won")
        self._read()
        count = self.env["crm.project.transition"].search_count([])
        self._read()
        self.assertEqual(self.env["crm.project.transition"].search_count([]), count)

    def test_scheduled_action_reads_to_the_end_and_stops(self):
        lead = self._old_deal(column=self.second)
        self._track(lead, 3, self.first, self.second)
        self.env["crm.project.backfill"]._begin()
        cron = self.env.ref("crm_smarket.ir_cron_read_past")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self._rows(lead)), 2)
        self.assertFalse(self.env["crm.project.backfill"].get_progress())

    def test_a_hundred_thousand_changes_take_seconds(self):
        size = 10_000
        self.env.cr.execute(
            """
            WITH lead AS (
                INSERT INTO crm_lead (name, type, active, stage_id, won_status, create_date, create_uid)
                SELECT 'Old ' || n, 'opportunity', TRUE, %(to)s, 'pending', '2024-01-01', 1
                  FROM generate_series(1, %(size)s) AS n RETURNING id
            ), message AS (
                INSERT INTO mail_message (model, res_id, date, message_type, author_id, create_uid)
                SELECT 'crm.lead', lead.id, timestamp '2024-01-01' + n * interval '1 day', 'notification',
                       %(author)s, 1
                  FROM lead, generate_series(1, 10) AS n RETURNING id, date
            )
            INSERT INTO mail_tracking_value (mail_message_id, field_id, old_value_integer, new_value_integer,
                                             old_value_char, new_value_char, create_uid, create_date)
            SELECT id, %(field)s, CASE WHEN odd THEN %(from)s ELSE %(to)s END,
                   CASE WHEN odd THEN %(to)s ELSE %(from)s END, 'a', 'b', 1, date
              FROM (SELECT *, date_part('day', date)::integer %% 2 = 0 AS odd FROM message) AS m
            """,
            {
                "size": size,
                "from": self.first.id,
                "to": self.second.id,
                "author": self.seller.partner_id.id,
                "field": self.field.id,
            },
        )
        started = datetime.now()
        reading = self._read()
        took = datetime.now() - started
        self.assertGreaterEqual(reading.change_count, 10 * size)
        self.assertEqual(reading.change_done_count, reading.change_count)
        self.assertLess(took, timedelta(seconds=60))
        self.env.cr.execute("SELECT COUNT(*) FROM crm_project_transition WHERE is_backfilled")
        self.assertGreaterEqual(self.env.cr.fetchone()[0], 11 * size)
        _logger.info("%s changes read in %.1f s", reading.change_count, took.total_seconds())
