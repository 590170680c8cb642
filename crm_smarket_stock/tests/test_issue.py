import ast
import json

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.crm_smarket.tests.web_client import get_form_specification

from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestIssue(FulfilmentCase):
    """A person of the warehouse without sales rights does the whole way, and sees no price."""

    def _to_issue(self, today=True):
        """Return what the worker finds in the list."""
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket_stock.stock_picking_action_issue")
        domain = ast.literal_eval(action["domain"].strip())
        if today:
            domain += [("state", "=", "assigned"), ("scheduled_date", "<", "today +1d")]
        return self.env["stock.picking"].with_user(self.worker).search(domain)

    def test_list(self):
        order = self._create_order()
        short = self._create_order({self.scale: 50})
        later = self._create_order(commitment_date=self._days_ago(-9))
        self.assertIn(order.picking_ids, self._to_issue())
        self.assertNotIn(later.picking_ids, self._to_issue())
        self.assertIn(later.picking_ids, self._to_issue(today=False))
        self.assertIn(short.picking_ids, self._to_issue(today=False))
        self._validate(order.picking_ids)
        self._return(order.picking_ids)
        self.assertFalse(order.picking_ids & self._to_issue(today=False))

    def test_nothing_to_issue(self):
        """Core's own words would invite the worker to create a transfer."""
        actions = self.env["ir.actions.act_window"].with_user(self.worker)
        ours = actions._for_xml_id("crm_smarket_stock.stock_picking_action_issue")
        self.assertIn("Nothing to issue today", ours["help"])
        self.assertIn("No transfer found", actions._for_xml_id("stock.action_picking_tree_all")["help"])

    def test_goods_in_words(self):
        more = [self._create_product(name) for name in ("Printer", "Reader", "Drawer")]
        order = self._create_order({self.scale: 3, self.display: 1.5, **dict.fromkeys(more, 1)})
        self.assertEqual(order.picking_ids.item_summary, "3 × Scale, 1.50 × Display, 1 × Printer, 2 more")

    def test_packed_then_issued(self):
        order = self._create_order()
        picking = order.picking_ids.with_user(self.worker)
        self.assertTrue(picking.is_to_pack)
        picking.action_pack()
        self.assertFalse(picking.is_to_pack)
        picking.action_unpack()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "reserved")
        picking.action_pack()
        self._validate(picking)
        self.assertEqual(order.fulfilment_state, "shipped")
        picking._confirm_delivered()
        picking.action_undo_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "shipped")

    def test_nothing_to_pack_by_hand_after_a_pick(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_order()
        self.assertFalse(order.picking_ids.is_to_pack)
        self._validate(order.picking_ids)
        self.assertFalse(any(order.picking_ids.mapped("is_to_pack")))

    def test_no_prices_on_the_workers_screens(self):
        order = self._create_order()
        order.order_line.price_unit = 777.77
        picking = order.picking_ids.with_user(self.worker)
        with Form(picking) as form:
            self.assertTrue(form.fulfilment_panel)
        specification = get_form_specification(picking.browse(), "stock.view_picking_form")
        self.assertNotIn("777", json.dumps(picking.web_read(specification), default=str))

    def test_salesperson_does_not_issue(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.picking_ids.with_user(self.seller).button_validate()
        with self.assertRaises(AccessError):
            order.picking_ids.with_user(self.seller).action_unpack()
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_salesperson_reads_only_the_steps_of_own_orders(self):
        self._create_order()
        foreign = self._create_order(user_id=self.worker.id)
        steps = self.env["sale.order.fulfilment.step"].with_user(self.seller)
        self.assertFalse(steps.search([("order_id", "=", foreign.id)]))
        with self.assertRaises(AccessError):
            steps.create({"order_id": foreign.id, "step": "shipped"})
        worker_steps = steps.with_user(self.worker).search([("order_id", "=", foreign.id)])
        self.assertEqual(worker_steps.mapped("step"), ["registered", "reserved"])
