from freezegun import freeze_time
from lxml import html

from odoo.tests import Form, tagged
from odoo.tools.misc import format_datetime

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScheduleForm(ProjectCase):
    """The cascade shown before saving is what saving keeps."""

    def _shown(self, form):
        return [
            (line["name"], str(line["date_start"]), str(line["date_end"])) for line in form.project_stage_ids._records
        ]

    def _kept(self, lead):
        return [(s.name, str(s.date_start), str(s.date_end)) for s in lead.project_stage_ids]

    def _edit(self, lead, position, **vals):
        """Edit a line, save, and return what was shown before saving, as days of March."""
        with Form(lead.with_user(self.seller)) as form:
            with form.project_stage_ids.edit(position) as line:
                for fname, value in vals.items():
                    setattr(line, fname, value)
            shown = self._shown(form)
        self.assertEqual(self._kept(lead), shown)
        return [(start[8:10], end[8:10]) for _name, start, end in shown]

    def test_start(self):
        lead = self._create_lead()
        table = self._edit(lead, 1, date_start=NOW.replace(day=10))
        self.assertEqual(table, [("02", "04"), ("10", "13"), ("13", "14"), ("15", "20")])
        self.assertEqual(
            lead.project_stage_ids.mapped("date_not_before"),
            [False, NOW.replace(day=10), False, False],
            "only this one",
        )

    def test_end(self):
        lead = self._create_lead()
        table = self._edit(lead, 1, date_end=NOW.replace(day=8, hour=15))
        self.assertEqual(table, [("02", "04"), ("03", "08"), ("08", "09"), ("10", "15")])
        offer = lead.project_stage_ids[1]
        self.assertEqual((offer.duration, offer.duration_unit, offer.date_not_before), (126, "hours", False))

    def test_duration(self):
        lead = self._create_lead()
        table = self._edit(lead, 1, duration=1)
        self.assertEqual(table, [("02", "04"), ("03", "04"), ("04", "05"), ("06", "11")])

    def test_in_progress(self):
        lead = self._create_lead()
        lead.project_stage_ids[:2].action_start()
        table = self._edit(lead, 1, date_end=NOW.replace(day=12))
        self.assertEqual(table, [("02", "04"), ("02", "12"), ("12", "13"), ("14", "19")])
        self.assertEqual(lead.project_stage_ids[1].state, "in_progress")

    def test_start_of_the_project(self):
        lead = self._create_lead()
        with Form(lead.with_user(self.seller)) as form:
            form.project_date_start = NOW.replace(day=9)
            shown = self._shown(form)
        self.assertEqual(self._kept(lead), shown)
        self.assertEqual([start[8:10] for _name, start, _end in shown], ["09", "10", "13", "15"])

    def test_two_changes(self):
        """A delay of one stage and a longer one after it, in one save."""
        lead = self._create_lead()
        with Form(lead.with_user(self.seller)) as form:
            with form.project_stage_ids.edit(0) as line:
                line.date_start = NOW.replace(day=5)
            with form.project_stage_ids.edit(2) as line:
                line.duration = 4
            shown = self._shown(form)
        self.assertEqual(self._kept(lead), shown)
        self.assertEqual(
            [(s[8:10], e[8:10]) for _n, s, e in shown], [("05", "07"), ("05", "08"), ("08", "12"), ("13", "18")]
        )

    def test_stage_alone(self):
        """The form of one stage tells what will move, as it will be when it is saved."""
        lead = self._create_lead()
        offer = lead.project_stage_ids[1].with_user(self.seller)
        with Form(offer) as form:
            self.assertFalse(form.moves_preview)
            form.duration = 5
            shown = form.moves_preview
            before = self._kept(lead)
        moved = [row for row, old in zip(self._kept(lead), before, strict=True) if row != old]
        self.assertEqual([name for name, _start, _end in moved], ["Offer", "Contract", "Delivery"])
        rows = html.fromstring(shown).xpath("//tr")
        self.assertEqual([row.xpath("td/text()")[0] for row in rows], [name for name, _start, _end in moved])
        for row, stage in zip(rows, lead.project_stage_ids[1:], strict=True):
            words = row.text_content()
            for date in (stage.date_start, stage.date_end):
                self.assertIn(format_datetime(self.env, date, tz=self.seller.tz, dt_format="short"), words)
        self.assertFalse(offer.moves_preview)

    def test_stage_alone_in_a_circle(self):
        lead = self._create_lead()
        form = Form(lead.project_stage_ids[0])
        form.predecessor_ids.add(lead.project_stage_ids[3])
        self.assertFalse(form.moves_preview, "saving says what is wrong")

    def test_circle(self):
        """A circle is refused while typing, and nothing is lost."""
        lead = self._create_lead()
        with (
            self.assertRefused("wait for each other in a circle"),
            Form(lead) as form,
            form.project_stage_ids.edit(0) as line,
        ):
            line.predecessor_ids.add(lead.project_stage_ids[3])
