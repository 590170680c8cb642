from freezegun import freeze_time
from psycopg2.errors import NotNullViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestBadInput(ProjectCase):
    """By screen, import or call: a clear message that names record and remedy, and nothing changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead()
        cls.stage = cls.lead.project_stage_ids[0].with_user(cls.seller)

    def test_values_that_nobody_may_set(self):
        for vals in (
            {"baseline_date_start": "2026-01-01 00:00:00"},
            {"baseline_date_end": False},
            {"lost_seconds": 100},
            {"is_skipped": True},
            {"reason": "Because"},
            {"loss_state": "done"},
            {"date_due": "2026-03-03 00:00:00"},
            {"lead_id": self._create_lead().id},
            {"template_stage_id": self.offer.id},
            {"company_id": False},
            {"successor_ids": [(4, self.stage.id)]},
        ):
            label = self.stage._fields[next(iter(vals))]._description_string(self.env)
            with self.subTest(vals=vals), self.assertRefused(f"kept by the program.*: {label}. Use the buttons"):
                self.stage.write(vals)
        with self.assertRefused("kept by the program"):
            self.stage.create({"lead_id": self.lead.id, "name": "x", "baseline_date_end": "2026-01-01 00:00:00"})
        for vals in ({"project_revision": 0}, {"name": "x", "project_revision": 7}):
            with self.assertRefused("counted by the program"):
                self.lead.write(vals)
        with self.assertRefused("counted by the program"):
            self.lead.create({"name": "x", "project_revision": 7})

    def test_new_stages(self):
        Stage = self.stage.browse()
        with self.assertRefused("belongs to an opportunity"):
            Stage.create({"name": "Nowhere"})
        with self.assertRefused("belongs to an opportunity"):
            Stage.create({"name": "Nowhere", "lead_id": 99999999})
        with self.assertRefused("a name"):
            Stage.create({"lead_id": self.lead.id})
        with self.assertRefused("no state"):
            Stage.create({"lead_id": self.lead.id, "name": "x", "state": "ready"})
        in_context = Stage.with_context(default_lead_id=self.lead.id)
        self.assertEqual(in_context.create({"name": "By the context"}).lead_id, self.lead)
        named = Stage.create({"lead_id": self.lead.id, "template_stage_id": self.offer.id})
        self.assertEqual(named.name, "Offer")

    def test_dates(self):
        for value in ("tomorrow", "2026-13-01", "2026-02-30 10:00:00", 5, ["x"]):
            with self.subTest(value=value), self.assertRefused("is no date and time"):
                self.stage.write({"date_start": value})
            with self.subTest(value=value), self.assertRefused("is no date and time"):
                self.stage.preview_move(value)
        with self.assertRefused("“Needs” of “A new shop” would end before it starts"):
            self.stage.write({"date_start": "2026-03-10 09:00:00", "date_end": "2026-03-09 09:00:00"})
        with self.assertRefused("“A new shop” cannot be planned: a date of “Needs” lies too far away"):
            self.stage.write({"date_start": "9999-12-31 23:59:59"})

    def test_timing(self):
        for vals, words in (
            ({"duration": -1}, "“Needs”.*negative"),
            ({"lag": -0.5}, "“Needs”.*negative"),
            ({"duration": 10**9}, "“Needs”"),
            ({"duration": float("nan")}, "“Needs”"),
            ({"duration": float("inf")}, "“Needs”"),
        ):
            with self.subTest(vals=vals), self.assertRefused(words):
                self.stage.write(vals)
        for vals in ({"duration_unit": "months"}, {"dependency_type": "firm"}):
            with self.subTest(vals=vals), self.assertRaises(ValueError):
                self.stage.write(vals)

    def test_links(self):
        needs, offer, contract, delivery = self.lead.project_stage_ids
        with self.assertRefused("“A new shop” wait for each other in a circle: .*Needs", ValidationError):
            needs.predecessor_ids = delivery
        with self.assertRefused("in a circle: Offer → Offer", ValidationError):
            offer.predecessor_ids = offer
        foreign = self._create_lead(name="Another shop").project_stage_ids[0]
        with self.assertRefused("cannot follow “Needs”, which belongs to the project “Another shop”", ValidationError):
            offer.predecessor_ids = foreign
        self.assertEqual(offer.predecessor_ids, needs)

    @mute_logger("odoo.sql_db")
    def test_clearing_what_is_needed(self):
        """Core turns what the database refuses into words."""
        for fname in ("name", "dependency_type"):
            with self.subTest(fname), self.assertRaises(NotNullViolation):
                self.stage.write({fname: False})
                self.env.flush_all()

    def test_deal_of_a_document(self):
        for vals in ({"name": "Plan"}, {"name": "Plan", "lead_id": self.lead.id}):
            document = self.env["crm.project.document"].create({**vals, "stage_id": self.stage.id})
            self.assertEqual(document.lead_id, self.lead)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestImport(ProjectCase):
    """Lists of stages that leave as a file and come back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.group_ids = [(4, cls.env.ref("base.group_allow_export").id)]
        cls.lead = cls._create_lead().with_user(cls.seller)

    def _load(self, columns, rows):
        result = self.env["crm.project.stage"].with_user(self.seller).load(columns, rows)
        return result["ids"], [message["message"] for message in result["messages"]]

    def test_round_trip(self):
        """What was exported to be imported again changes nothing."""
        stages = self.lead.project_stage_ids
        stages[0].action_complete()
        stages[1].date_start = NOW.replace(day=10)
        columns = [
            "id",
            "lead_id/id",
            "template_stage_id/id",
            "name",
            "sequence",
            "dependency_type",
            "duration",
            "duration_unit",
            "lag",
            "predecessor_ids/id",
            "date_start",
            "date_end",
            "date_not_before",
            "date_origin",
            "state",
            "user_ids/id",
            "baseline_date_end",
        ]
        before = stages.read()
        rows = [
            [str(cell) if cell is not False else "" for cell in row] for row in stages.export_data(columns)["datas"]
        ]
        ids, messages = self._load(columns, rows)
        self.assertEqual((ids, messages), (stages.ids, []))
        self.env.invalidate_all()
        # Stored figures are written with whichever user the flush runs as.
        changing = {"write_date", "write_uid", "expected_date_start", "expected_date_end", "progress"}
        for old, new in zip(before, stages.read(), strict=True):
            self.assertEqual(
                {k: v for k, v in old.items() if k not in changing}, {k: v for k, v in new.items() if k not in changing}
            )

    def test_a_project_from_a_file(self):
        """Stages that follow each other, past and future, in one file."""
        lead = self._create_lead(project_template_id=False)
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "shop", "model": "crm.lead", "res_id": lead.id}
        )
        with freeze_time("2026-03-20 09:00"):
            ids, messages = self._load(
                ["id", "lead_id/id", "name", "duration", "predecessor_ids/id", "date_start", "date_end", "state"],
                [
                    ["one", "__import__.shop", "One", "2", "", "2026-03-02 09:00:00", "2026-03-06 09:00:00", "Done"],
                    ["two", "__import__.shop", "Two", "5", "one", "2026-03-18 09:00:00", "", "In progress"],
                    ["three", "__import__.shop", "Three", "1", "one,two", "", "", "Not started"],
                ],
            )
        self.assertFalse(messages)
        stages = self.env["crm.project.stage"].browse(ids)
        self.assertEqual(
            [(s.state, str(s.date_start)[:10], str(s.date_end)[:10]) for s in stages],
            [
                ("done", "2026-03-02", "2026-03-06"),
                ("in_progress", "2026-03-18", "2026-03-23"),
                ("not_started", "2026-03-18", "2026-03-19"),
            ],
        )
        self.assertEqual(stages[2].predecessor_ids, stages[:2])

    def test_bad_rows(self):
        """Each row says what is wrong with it, and no row of the file is kept."""
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "shop", "model": "crm.lead", "res_id": self.lead.id}
        )
        ids, messages = self._load(
            ["lead_id/id", "name", "duration", "state"],
            [
                ["__import__.shop", "Good", "1", "Not started"],
                ["__import__.shop", "Negative", "-1", "Not started"],
                ["__import__.shop", "", "1", "Not started"],
                ["", "Nowhere", "1", "Not started"],
                ["__import__.shop", "Unknown", "1", "Almost"],
            ],
        )
        self.assertFalse(ids)
        text = "\n".join(messages)
        for words in ("“Negative”.*negative", "a name", "belongs to an opportunity", "Almost"):
            self.assertRegex(text, words)
        self.assertNotIn("Unknown error", text)
        self.assertEqual(len(self.lead.project_stage_ids), 4)
