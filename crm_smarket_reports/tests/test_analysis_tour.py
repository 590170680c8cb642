from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_analysis import AnalysisCase


@tagged("post_install", "-at_install")
class TestAnalysisTour(AnalysisCase, HttpCase):
    """A person goes down from products to documents and back."""

    def test_way_down(self):
        today = self.analysis._get_today()
        self._sell(100, today)
        self._sell(200, today)
        self._sell(70, today, partner=self.depot, user=self.oleg)
        self._sell(5, today, product=self.fitting)
        head = new_test_user(
            self.env,
            "analysis_head",
            groups="sales_team.group_sale_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.start_tour("/odoo/sales-analysis", "crm_smarket_analysis", login=head.login)


@tagged("post_install", "-at_install")
class TestAnalysisTourPhone(TestAnalysisTour):
    """The same on a phone."""

    allow_inherited_tests_method = True
    browser_size = "390x844"
    touch_enabled = True
