from odoo import api, models

from odoo.addons.crm_smarket.demo.clock import controlled_clock

from .form_orders import FORM_ORDERS, tell_form_orders
from .order_stories import STORIES
from .order_teller import OrderTeller


class CrmSmarketDemo(models.AbstractModel):
    """The demonstration company has a warehouse, and its deals have orders on their way."""

    _inherit = "crm.smarket.demo"

    @api.model
    def _generate(self):
        result = super()._generate()
        if not self.env.ref("crm_smarket_stock.res_users_demo_worker", raise_if_not_found=False):
            return result  # the company is being founded, its warehouse comes later
        with controlled_clock(self.env) as clock:
            teller = OrderTeller(self, clock)
            stories = [story for story in STORIES if not self._ref_order(story.key) and self._ref_deal(story.deal)]
            teller.fill_stock(stories)
            for story in sorted(stories, key=lambda story: -story.ordered):
                self._keep_order(story.key, teller.tell(story))
        return result

    @api.model
    def _generate_form_orders(self):
        """Let the last orders come through the company's order forms, one of each kind."""
        if not self.env.ref(f"crm_smarket_stock.{FORM_ORDERS[0].get_xml_name()}", raise_if_not_found=False):
            with controlled_clock(self.env) as clock:
                tell_form_orders(self, clock)

    @api.model
    def _ref_deal(self, key):
        """Return the deal of this story, None when it is not there."""
        return self._ref(f"crm_lead_demo_{key}")

    @api.model
    def _ref_order(self, key):
        """Return the order of this story, None when it is not there."""
        return self.env.ref(f"crm_smarket_stock.sale_order_demo_{key}", raise_if_not_found=False)

    @api.model
    def _keep_order(self, key, order):
        xml_id = f"crm_smarket_stock.sale_order_demo_{key}"
        self.env["ir.model.data"]._update_xmlids([{"xml_id": xml_id, "record": order, "noupdate": True}])
