from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .papers_case import PapersCase


@tagged("post_install", "-at_install")
class TestDeliveryNote(PapersCase):
    @freeze_time("2026-03-02 10:00:00")
    def test_numbers_without_a_gap(self):
        notes = [self._deliver() for _number in range(3)]
        self.assertEqual([note.number for note in notes], [f"WZ/KRK/2026/0000{number}" for number in (1, 2, 3)])
        picking = notes[0].picking_id
        self.assertEqual(picking.delivery_note_number, "WZ/KRK/2026/00001")
        self.assertEqual(str(picking.delivery_note_date), "2026-03-02")
        self.assertEqual(
            self.env["stock.picking"].search([("delivery_note_number", "=", "WZ/KRK/2026/00001")]), picking
        )

    def test_due_in_the_transaction_numbered_after(self):
        """Validation alone takes no number: one that fails later would leave a gap."""
        picking = self._order().picking_ids
        self._validate(picking)
        self.assertEqual(picking.delivery_note_state, "due")
        self.assertFalse(picking.delivery_note_number)
        note = self._number(picking)
        self.assertEqual(note.state, "pending")
        self.assertEqual(note.user_id, self.worker)
        number = note.number
        note._take_number()
        self.assertEqual(note.number, number)

    def test_the_day_is_the_company_s(self):
        with freeze_time(datetime(2026, 12, 31, 23, 30)):  # half past midnight in Kraków
            note = self._deliver()
        self.assertEqual(str(note.date), "2027-01-01")
        self.assertEqual(note.number, "WZ/KRK/2027/00001")

    def test_series_by_warehouse_and_month(self):
        self.company.delivery_note_pattern = "WZ/%(wh)s/%(year)s/%(month)s/%(seq)03d"
        other = self.env["stock.warehouse"].create({"name": "Łódź", "code": "LDZ"})
        self._stock(self.scale, 10, other)
        with freeze_time("2026-03-02 10:00:00"):
            self.assertEqual(self._deliver().number, "WZ/KRK/2026/03/001")
            self.assertEqual(self._deliver(warehouse_id=other.id).number, "WZ/LDZ/2026/03/001")
        with freeze_time("2026-04-01 10:00:00"):
            self.assertEqual(self._deliver().number, "WZ/KRK/2026/04/001")

    def test_another_padding_goes_on(self):
        with freeze_time("2026-03-02 10:00:00"):
            self._deliver()
            self.company.delivery_note_pattern = "WZ/%(wh)s/%(year)s/%(seq)03d"
            self.assertEqual(self._deliver().number, "WZ/KRK/2026/002")

    def test_branches_number_apart(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", branch.id)], limit=1)
        if not warehouse:
            warehouse = self.env["stock.warehouse"].create({"name": "B", "code": "BR", "company_id": branch.id})
        branch.delivery_note_pattern = "%(seq)d/WZ/%(year)s"
        self._stock(self.scale, 10, warehouse)
        self.worker.company_ids |= branch
        with freeze_time("2026-03-02 10:00:00"):
            self._deliver()
            picking = self._order(company_id=branch.id, warehouse_id=warehouse.id).picking_ids
            self._validate(picking)
            self.assertEqual(self._number(picking).number, "1/WZ/2026")
        self.assertNotIn(picking.delivery_note_ids, self.env["stock.delivery.note"].with_user(self.seller).search([]))

    def test_back_order_has_its_own(self):
        picking = self._order(quantity=5).picking_ids
        picking.move_ids.quantity = 3
        self._validate(picking)
        self.assertTrue(self._number(picking))
        back_order = picking.backorder_ids
        self.assertFalse(back_order.delivery_note_ids)
        self._validate(back_order)
        self.assertTrue(self._number(back_order).number)
        self.assertNotEqual(back_order.delivery_note_number, picking.delivery_note_number)

    def test_only_the_outgoing_step(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._order()
        for _step in range(3):
            self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(len(order.picking_ids), 3)
        self.assertEqual(order.picking_ids.delivery_note_ids.picking_id.picking_type_id, self.warehouse.out_type_id)

    def test_a_return_makes_a_correction(self):
        note = self._deliver()
        returned = self._return(note.picking_id)
        correction = self._number(returned)
        self.assertEqual(correction.kind, "wzk")
        self.assertTrue(correction.number.startswith("WZK/KRK/"))
        self.assertEqual(correction.corrected_note_id, note)
        self.assertEqual(note.correction_ids, correction)
        # the customer gets them after all: goods leave again
        again = self._return(returned)
        self.assertEqual(again.delivery_note_ids.kind, "wz")

    def test_goods_that_never_were_ours(self):
        """Dropshipping has no goods issue of ours, neither has a receipt or what is scrapped."""
        locations = {
            "supplier": self.env.ref("stock.stock_location_suppliers"),
            "customer": self.env.ref("stock.stock_location_customers"),
            "stock": self.warehouse.lot_stock_id,
        }
        for kind, source, destination in (("out", "supplier", "customer"), ("in", "supplier", "stock")):
            picking = self.env["stock.picking"].create(
                {
                    "picking_type_id": self.warehouse[f"{kind}_type_id"].id,
                    "location_id": locations[source].id,
                    "location_dest_id": locations[destination].id,
                    "move_ids": [
                        (0, 0, {"product_id": self.scale.id, "product_uom_qty": 1, "location_id": locations[source].id,
                                "location_dest_id": locations[destination].id})
                    ],
                }
            )  # fmt: skip
            picking.action_confirm()
            picking.move_ids.quantity = 1
            self._validate(picking)
            self.assertEqual(picking.state, "done")
            self.assertFalse(picking.delivery_note_ids)

    def test_switched_off(self):
        self.warehouse.out_type_id.delivery_note = False
        picking = self._order().picking_ids
        self._validate(picking)
        self.assertFalse(picking.delivery_note_ids)
        self.assertFalse(self._return(picking).delivery_note_ids)

    def test_a_number_is_never_lost(self):
        note = self._deliver()
        with self.assertRaises(UserError):
            note.unlink()
        with self.assertRaises(UserError):
            note.picking_id.action_cancel()
        with self.assertRaises(UserError):
            note.picking_id.unlink()
        with self.assertRaises(ValidationError):
            note.series_id.last_number = 0
        note.series_id.last_number = 100  # where another program has stopped
        self.assertTrue(self._deliver().number.endswith("/00101"))

    def test_bad_patterns_are_refused(self):
        for pattern in ("WZ", "WZ/%(day)s/%(seq)05d", "%(year)s%(seq)05d"):
            with self.subTest(pattern=pattern), self.assertRaises(ValidationError):
                self.company.delivery_note_pattern = pattern

    def test_rights(self):
        note = self._deliver()
        for user in (self.worker, self.seller):
            self.assertTrue(note.with_user(user).number)
            with self.assertRaises(AccessError):
                note.with_user(user).write({"number": "WZ/1"})
            with self.assertRaises(AccessError):
                note.with_user(user).create({"picking_id": note.picking_id.id})
            with self.assertRaises(AccessError):
                note.series_id.with_user(user).write({"last_number": 1000})
        portal = new_test_user(self.env, "portal_customer", groups="base.group_portal")
        with self.assertRaises(AccessError):
            note.with_user(portal).read(["number"])
