import json

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_smarket.tests.web_client import get_form_specification

from .deliveries_case import DeliveriesCase

PRICE = 777.77


@tagged("post_install", "-at_install")
class TestRights(DeliveriesCase):
    """Who sells does not issue, and who issues sees no prices on our screens and papers."""

    def test_salesperson_issues_by_no_door(self):
        order = self._create_order()
        picking = order.picking_ids.with_user(self.seller)
        backorders = self.env["stock.backorder.confirmation"].with_context(button_validate_picking_ids=picking.ids)
        wizard = backorders.create({"pick_ids": picking.ids}).with_user(self.seller)
        doors = [
            picking.button_validate,
            picking.action_pack,
            picking.action_unpack,
            picking.action_undo_delivered,
            wizard.process,
            wizard.process_cancel_backorder,
            lambda: order.with_user(self.seller).action_fulfilment_next("pack"),
        ]
        for door in doors:
            with self.subTest(door=getattr(door, "__name__", "panel")), self.assertRaises(AccessError):
                door()
        self.assertEqual(picking.state, "assigned")
        picking.sudo().date_packed = self._days_ago(0)
        with self.assertRaises(AccessError):
            order.with_user(self.seller).action_fulfilment_next("issue")

    def test_salesperson_of_a_step_within_the_warehouse(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.picking_ids.with_user(self.seller).button_validate()
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_facts_are_written_by_nobody(self):
        order = self._create_order()
        for user in (self.seller, self.worker):
            step = order.fulfilment_step_ids[0].with_user(user)
            for change in (lambda: step.write({"step": "shipped"}), step.unlink):  # noqa: B023
                with self.assertRaises(AccessError):
                    change()

    def test_worker_meets_no_price(self):
        """Forms, lists, panel, steps, documents and labels of an order that the worker issues."""
        order = self._create_order()
        order.order_line.price_unit = PRICE
        picking = order.picking_ids.with_user(self.worker)
        self._validate(picking)
        note = self._note(picking).with_user(self.worker)
        shown = [
            picking.web_read(get_form_specification(picking.browse(), "stock.view_picking_form")),
            self._list("crm_smarket_stock.stock_delivery_note_action", note),
            order.with_user(self.worker).fulfilment_panel,
            order.fulfilment_step_ids.with_user(self.worker).read(),
            self._list("crm_smarket_stock.stock_picking_action_issue", picking),
            self._read(note.sudo()),
            [str(label) for label in picking._get_labels()],
        ]
        for screen in shown:
            self.assertNotIn("777", json.dumps(screen, default=str))

    def _read(self, note):
        """Return what stands on a delivery note, without its fonts."""
        return str(note._render_html(note._get_paper_values())).split("</style>")[-1]

    def _list(self, xml_id, records):
        """Return what the views of an action show of these records, beside the form."""
        views = self.env["ir.actions.act_window"]._for_xml_id(xml_id)["views"]
        shown = records.get_views([view for view in views if view[1] in ("list", "kanban")])["models"]
        return records.read(list(shown[records._name]["fields"]))

    def test_valued_note_only_if_the_company_wishes(self):
        order = self._create_order()
        order.order_line.price_unit = PRICE
        self._validate(order.picking_ids)
        note = self._note(order.picking_ids)
        self.assertNotIn("777", self._read(note))
        self.company.delivery_note_valued = True
        self.assertIn("777.77", self._read(note))
