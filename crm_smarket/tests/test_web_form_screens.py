from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .web_form import WebFormCase


@tagged("post_install", "-at_install")
class TestWebFormScreens(WebFormCase):
    """What managers and salespeople see of forms and submissions."""

    def test_what_came_is_shown_in_the_order_of_the_form_and_never_as_markup(self):
        submission = self._submit(_key="1", aaa="<script>alert(1)</script>", message="first\nsecond")
        table = html.fromstring(submission.payload_table)
        self.assertEqual([row.text_content() for row in table.iterfind(".//th")], ["name", "email", "message", "aaa"])
        self.assertFalse(table.findall(".//script"))
        self.assertEqual(table.findall(".//td")[3].text_content(), "<script>alert(1)</script>")

    def test_counts_and_the_average_time_to_an_answer(self):
        for hours in (1, 2):
            self._submit(vals={"date_answered": "2026-03-02 12:00:00", "hours_to_answer": hours}, process=False)
        self._submit(process=False)
        form = self.form.with_user(self.manager)
        self.assertEqual((form.submission_count, form.answered_count, form.average_response), (3, 2, 1.5))

    def test_a_lead_leads_to_its_submissions(self):
        lead = self._submit().lead_id
        lead.user_id = self.seller
        seen = lead.with_user(self.seller)
        self.assertEqual(seen.web_form_submission_count, 1)
        self.assertEqual(seen.action_view_web_form_submissions()["res_id"], lead.web_form_submission_ids.id)

    def test_a_salesperson_opens_a_submission(self):
        submission = self._submit()
        submission.lead_id.user_id = self.seller
        with Form(submission.with_user(self.seller)) as screen:
            self.assertIn("anna@example.com", screen.payload_table)
            self.assertNotIn("ip_address", screen._view["fields"])

    def test_the_form_is_for_managers(self):
        with Form(self.form.with_user(self.manager)) as screen:
            self.assertIn(self.form.token, screen.url)
        self.assertNotIn("token", Form(self.form.with_user(self.seller))._view["fields"])
        with self.assertRaises(AccessError):
            self.form.with_user(self.seller).write({"name": "Mine"})


@tagged("post_install", "-at_install")
class TestWebFormTrial(WebFormCase):
    """Trying the mapping makes no lead, and tells everything at once."""

    def _read_trial(self, screen):
        rows = html.fromstring(screen.trial).iterfind(".//tbody/tr")
        return [[cell.text_content().strip() for cell in row] for row in rows]

    def test_a_sample_of_form_fields_while_typing(self):
        leads = self.env["crm.lead"].search_count([])
        with Form(self.form.with_user(self.manager)) as screen:
            screen.sample = "name=Anna+Nowak&email=nobody&phone=12 345 67 89&gclid=<b>1</b>"
            rows = self._read_trial(screen)
            self.assertEqual(rows[0], ["name", "Anna Nowak", "Contact Name", "Anna Nowak"])
            self.assertEqual(rows[1][:3], ["email", "nobody", "Email"])
            self.assertIn("e-mail address", rows[1][3])
            self.assertEqual(rows[2][3], "+48 12 345 67 89")
            self.assertEqual(rows[4], ["gclid", "<b>1</b>"])
            screen.sample = '{"name": "Jan"}'
            self.assertEqual(self._read_trial(screen)[0][3], "Jan")
            screen.sample = "{broken"
            self.assertIn("cannot be read", screen.trial)
        self.assertEqual(self.env["crm.lead"].search_count([]), leads)
        self.assertFalse(self.form.submission_ids)

    def test_a_changed_mapping_shows_before_it_is_saved(self):
        with Form(self.form.with_user(self.manager)) as screen:
            screen.sample = "name=Anna&city=Krak%C3%B3w"
            with screen.field_ids.new() as field:
                field.source_name = "city"
                field.target = "lead.city"
            self.assertIn(["city", "Kraków", "City", "Kraków"], self._read_trial(screen))

    def test_a_sample_is_this_persons_and_no_part_of_the_form(self):
        with Form(self.form.with_user(self.manager)) as screen:
            screen.sample = "name=Anna"
        self.env.invalidate_all()
        self.assertEqual(self.form.with_user(self.manager).sample, "name=Anna")
        self.assertFalse(self.form.sample)
        self.assertFalse(self.form.copy().with_user(self.manager).sample)

    def test_the_last_submission_as_a_sample(self):
        self._submit(message="older", vals={"date_received": "2026-03-01 10:00:00"}, process=False)
        self._submit(message="newer", vals={"date_received": "2026-03-02 10:00:00"}, process=False)
        form = self.form.with_user(self.manager)
        form.action_take_last_submission()
        self.assertIn("newer", form.sample)
        self.assertIn("newer", form.trial)

    def test_guessing_proposes_rows_and_keeps_the_chosen_ones(self):
        form = self.form.with_user(self.manager)
        form.sample = "name=Anna&miasto=Łódź&фирма=Ромашка&_key=1&qwerty=2"
        action = form.action_guess_mapping()
        trial = form.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            trial.line_ids.mapped(lambda line: (line.source_name, line.text, line.target)),
            [("miasto", "Łódź", "lead.city"), ("фирма", "Ромашка", "lead.partner_name")],
        )
        trial.line_ids[1].is_chosen = False
        trial.action_apply()
        self.assertEqual(form.field_ids[-1].source_name, "miasto")
        self.assertEqual(len(form.field_ids), 5)
        self.assertEqual(form._map_payload({"name": "A", "email": "a@b.pl", "miasto": "Łódź"}).errors, {})
