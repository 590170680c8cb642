from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user

from .test_analysis import TODAY, AnalysisCase

MONTH = {"kind": "month", "offset": 0}


@freeze_time(TODAY)
class TestSavedAnalysis(AnalysisCase):
    """People keep what they have chosen, for themselves or for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.report.schedule"].sudo().search([]).unlink()  # of the demonstration company
        cls.env["crm.saved.analysis"].sudo().search([]).unlink()
        cls.head = new_test_user(
            cls.env,
            "head",
            groups="sales_team.group_sale_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _as(self, user):
        return self.env["crm.saved.analysis"].with_user(user)

    def _save(self, user, name="Lamps", options=None, report="sales", **values):
        saved = self._as(user)
        return saved.browse(saved.save_favourite(report, name, options or {"period": MONTH}, **values))

    def _names(self, user, report="sales"):
        return [one["name"] for one in self._as(user).get_favourites(report)["favourites"]]

    def test_own_ones_are_ones_own(self):
        lamps = self._save(self.vera)
        self.assertEqual(self._names(self.vera), ["Lamps"])
        self.assertEqual(self._names(self.vera, "interest"), [])
        self.assertEqual(self._names(self.oleg), [])
        with self.assertRaises(AccessError):
            lamps.with_user(self.oleg).read(["name"])
        with self.assertRaises(AccessError):
            self._as(self.oleg).create({"name": "Yours", "report": "sales", "user_id": self.vera.id})

    def test_those_of_everybody_are_the_heads_to_change(self):
        shared = self._save(self.head, is_shared=True)
        own = self._save(self.head)
        self.assertEqual((shared.audience, own.audience), ("Everybody", self.head.name))
        own.unlink()
        [favourite] = self._as(self.vera).get_favourites("sales")["favourites"]
        self.assertEqual((favourite["is_shared"], favourite["is_editable"]), (True, False))
        for change in (lambda one: one.write({"name": "Mine"}), lambda one: one.unlink()):
            with self.assertRaises(AccessError):
                change(shared.with_user(self.vera))
        with self.assertRaises(AccessError):
            self._save(self.vera, "Ours", is_shared=True)
        self.assertTrue(self._as(self.head).get_favourites("sales")["can_share"])
        shared.unlink()
        self.assertEqual(self._names(self.vera), [])

    def test_same_name_takes_the_place(self):
        first = self._save(self.vera, "Lamps")
        second = self._save(self.vera, " lamps ", {"measure": "shipped"})
        self.assertEqual((second, second.name, second.options), (first, "lamps", {"measure": "shipped"}))
        self._save(self.oleg, "Lamps")
        self._save(self.head, "Lamps", is_shared=True)
        self.assertEqual(self._names(self.vera), ["lamps", "Lamps"])

    def test_this_month_is_this_month_next_month(self):
        self._sell(300, "2026-03-05")
        self._sell(70, "2026-04-02")
        saved = self._save(self.vera)
        for moment, month in ((TODAY, 3), (datetime(2026, 4, 2, 9), 4)):
            with freeze_time(moment):
                report = self._get(user=self.vera, **saved.options)
                self.assertEqual(report["periods"]["current"]["start"].month, month)

    def test_what_the_report_cannot_read_is_refused(self):
        for options in ({"measure": "weighed"}, {"colour": "red"}, {"period": {"kind": "century"}}):
            with self.assertRaises(UserError):
                self._save(self.vera, options=options)

    def test_a_report_opens_with_the_default(self):
        analysis = self.analysis.with_user(self.vera)
        self.assertEqual(analysis.get_report("sales")["chosen"], {})
        self._save(self.head, "Everybody's", {"measure": "shipped"}, is_default=True, is_shared=True)
        self.assertEqual(analysis.get_report("sales")["options"]["measure"], "shipped")
        self._save(self.vera, "Mine", {"measure": "invoiced"}, is_default=True)
        self.assertEqual(analysis.get_report("sales")["options"]["measure"], "invoiced")
        self.assertEqual(analysis.get_report("sales", {})["options"]["measure"], "sold", "what was asked for holds")
        self.assertEqual(analysis.get_report("interest")["chosen"], {})

    def test_one_default_per_person(self):
        first = self._save(self.vera, "First", is_default=True)
        shared = self._save(self.head, "Everybody's", is_default=True, is_shared=True)
        second = self._save(self.vera, "Second", is_default=True)
        self.assertEqual((first | second | shared).mapped("is_default"), [False, True, True])
        first.is_default = True
        self.assertFalse(second.is_default)

    def test_opening_one_leads_to_its_report(self):
        saved = self._save(self.vera, options={"measure": "shipped"})
        action = saved.action_open()
        self.assertEqual(action["params"], {"report": "sales", "options": {"measure": "shipped"}})
        self.assertEqual(action["path"], "sales-analysis")
        saved.options = {"order": "change desc"}
        self.assertEqual(saved._get_path(), "/odoo/sales-analysis?analysis=%7B%22order%22%3A%22change%20desc%22%7D")

    def test_each_report_has_its_screen(self):
        for report, _title in self.env["crm.saved.analysis"]._get_reports():
            saved = self._save(self.head, report=report, options={"order": None})
            self.assertTrue(saved._get_client_action().path, report)
