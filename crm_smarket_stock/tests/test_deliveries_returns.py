from odoo.tests import tagged

from .deliveries_case import DeliveriesCase


@tagged("post_install", "-at_install")
class TestDeliveriesReturns(DeliveriesCase):
    """What customers send back corrects the delivery note it left with, and the guide shows it."""

    def test_a_part_comes_back(self):
        order = self._create_order({self.scale: 3, self.display: 2})
        shipped = order.picking_ids
        self._validate(shipped)
        returned = self._return(shipped, {self.scale: 1})
        note, correction = self._note(shipped), self._note(returned)
        self.assertEqual((correction.kind, correction.corrected_note_id), ("wzk", note))
        self.assertEqual(self._rows(returned), {"Scale": 1})
        self.assertEqual(self._rows(shipped), {"Scale": 3, "Display": 2}, "what was issued stays as it was")
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(
            [(branch["text"], branch["state"]) for branch in self._panel(order)["branches"]],
            [(f"Return {returned.name}", "Done")],
        )
        self.assertContact("awaiting")
        shipped._confirm_delivered()
        self._end_transaction()
        self.assertEqual(order.fulfilment_state, "delivered")

    def test_two_returns_of_one_delivery(self):
        order = self._create_order()
        shipped = order.picking_ids
        self._validate(shipped)
        first, second = self._return(shipped, {self.scale: 1}), self._return(shipped, {self.scale: 2})
        numbers = [self._note(returned).sequence for returned in (first, second)]
        self.assertEqual(numbers[1] - numbers[0], 1)
        self.assertEqual(self._note(shipped).correction_ids, (first | second).delivery_note_ids)
        self.assertEqual(order.fulfilment_state, "returned")
        self.assertContact("silent")

    def test_return_in_a_warehouse_of_three_steps(self):
        self.warehouse.write({"delivery_steps": "pick_pack_ship", "reception_steps": "three_steps"})
        order = self._create_order()
        for _step in range(3):
            self._go_on(order)
        shipped = order.picking_ids.filtered("delivery_note_ids")
        returned = self._return(shipped, {self.scale: 3})
        self.assertEqual(self._note(returned).corrected_note_id, self._note(shipped))
        self.assertEqual(self._rows(returned), {"Scale": 3})
        self.assertEqual(len(order.picking_ids.delivery_note_ids), 2, "putting it away again is no document")
        self.assertEqual(order.fulfilment_state, "returned")

    def test_a_pick_is_undone(self):
        """Goods that go back from the gate to the shelf never were with the customer: no correction."""
        self.warehouse.delivery_steps = "pick_ship"
        order = self._create_order()
        pick = order.picking_ids
        self._validate(pick)
        self.assertEqual(order.fulfilment_state, "packed")
        back = self._return(pick)
        self.assertEqual(back.state, "done")
        self.assertFalse(order.picking_ids.delivery_note_ids)
        self.assertIn(order.fulfilment_state, ("registered", "reserved"))
        self.assertContact("ordered" if order.fulfilment_state == "registered" else "awaiting")

    def test_serial_numbers_on_both_papers(self):
        till = self._create_product("Till", tracking="serial")
        lots = self._create_lots(till, "T-1", "T-2", "T-3")
        order = self._create_order({till: 2})
        shipped = order.picking_ids
        self._validate(shipped)
        [row] = self._note(shipped)._get_rows()
        self.assertEqual((row["quantity"], row["lots"]), (2, ["T-1", "T-2"]))
        wizard = self.env["stock.return.picking"].create({"picking_id": shipped.id})
        wizard.product_return_moves.quantity = 1
        returned = wizard._create_return()
        returned.move_ids.move_line_ids.lot_id = lots[1]
        returned.move_ids.picked = True
        self._validate(returned)
        [row] = self._note(returned)._get_rows()
        self.assertEqual((row["quantity"], row["lots"]), (1, ["T-2"]))

    def test_lots_that_are_issued_one_after_the_other(self):
        glue = self._create_product("Glue", tracking="lot")
        self._create_lots(glue, "L-1", "L-2", quantity=3)
        order = self._create_order({glue: 5})
        first = order.picking_ids
        self.assertReserved(glue, 5)
        rest = self._ship_part(first, {glue: 4})
        self._validate(rest)
        lots = [self._note(picking)._get_rows()[0]["lots"] for picking in (first, rest)]
        self.assertEqual(lots, [["L-1 (3)", "L-2 (1)"], ["L-2 (1)"]])
        self.assertReserved(glue, 0)
        self.assertEqual(order.fulfilment_state, "shipped")
