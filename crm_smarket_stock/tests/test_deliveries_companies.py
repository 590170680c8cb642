from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .deliveries_case import DeliveriesCase


@tagged("post_install", "-at_install")
class TestDeliveriesCompanies(DeliveriesCase):
    """Warehouses, branches and companies issue their goods each for themselves, in any currency."""

    @classmethod
    def _create_company(cls, name, code, **vals):
        """Return a new company or branch with goods, its warehouse, and somebody who works there."""
        company = cls.env["res.company"].create({"name": name, **vals})
        cls.env.user.company_ids |= company
        warehouses = cls.env["stock.warehouse"]
        warehouse = warehouses.search([("company_id", "=", company.id)], limit=1)
        warehouse = warehouse or warehouses.create({"name": name, "code": code, "company_id": company.id})
        warehouse.code = code
        cls._put_in_stock(cls.scale, 10, warehouse.lot_stock_id)
        worker = new_test_user(
            cls.env,
            f"worker_{code}",
            groups="stock.group_stock_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        return company, warehouse, worker

    @freeze_time("2026-03-02 10:00:00")
    def test_one_order_from_two_warehouses(self):
        other = self.env["stock.warehouse"].create({"name": "North", "code": "NOR"})
        self._put_in_stock(self.display, 1, other.lot_stock_id)
        order = self._create_order({self.scale: 1, self.display: 2}, confirm=False)
        order.order_line[1].route_ids = other.delivery_route_id
        order.action_confirm()
        self._end_transaction()
        self.assertFulfilment(order, "registered", "registered")
        self.assertEqual(
            self._panel(order)["blocks"], ["1 of 2 Display missing"], "what lies in the other warehouse is no help"
        )
        self.assertReserved(self.display, 1)
        north = order.picking_ids.filtered(lambda picking: picking.picking_type_id == other.out_type_id)
        self._validate(order.picking_ids - north)
        self._put_in_stock(self.display, 1, other.lot_stock_id)
        north.action_assign()
        self._validate(north)
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(self._note(north).number, "WZ/NOR/2026/00001")
        self.assertEqual(self._rows(north), {"Display": 2})
        self.assertNotEqual(self._note(order.picking_ids - north).series_id, north.delivery_note_ids.series_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_branch(self):
        """A branch has its own series, also where it shares pattern and name of the warehouse with its head office."""
        branch, warehouse, worker = self._create_company("Branch", "BRA", parent_id=self.company.id)
        pattern = "WZ/%(year)s/%(seq)05d"
        (self.company | branch).delivery_note_pattern = pattern
        head, order = (
            self._create_order(),
            self._create_order(company_id=branch.id, warehouse_id=warehouse.id, user_id=False),
        )
        self._validate(head.picking_ids)
        self._validate(order.picking_ids, worker)
        notes = [self._note(each.picking_ids) for each in (head, order)]
        self.assertEqual([note.number for note in notes], ["WZ/2026/00001"] * 2)
        self.assertEqual([note.company_id for note in notes], [self.company, branch])
        self.assertEqual(notes[1]._get_parties()["issuer"], branch.partner_id)
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertEqual(order.fulfilment_step_ids.company_id, branch)

    def test_other_company(self):
        """Nobody of one company sees steps, documents, prints or the panel of the other's orders."""
        company, warehouse, worker = self._create_company("North", "NOR")
        order = self._create_order(company_id=company.id, warehouse_id=warehouse.id, user_id=False)
        self._validate(order.picking_ids, worker)
        note = self._note(order.picking_ids)
        log = self.env["stock.print.log"].with_user(worker)._log(order.picking_ids.with_user(worker), "note")
        for record in (order, order.picking_ids, note, order.fulfilment_step_ids[0], log):
            with self.subTest(model=record._name):
                record = record.with_env(self.env(su=False))
                self.assertTrue(record.with_user(worker).has_access("read"))
                self.assertFalse(record.with_user(self.worker).has_access("read"))
                with self.assertRaises(AccessError):
                    record.with_user(self.worker).read(["display_name"])
        with self.assertRaises(AccessError):
            order.with_user(self.worker).action_fulfilment_next("deliver")
        with self.assertRaises(AccessError):
            order.picking_ids.with_user(self.worker)._get_delivery_note_papers()

    def test_company_without_notes_of_its_own_kind(self):
        """Each operation type of each company decides by itself."""
        company, warehouse, worker = self._create_company("North", "NOR")
        warehouse.out_type_id.delivery_note = False
        order = self._create_order(company_id=company.id, warehouse_id=warehouse.id, user_id=False)
        self._validate(order.picking_ids, worker)
        self.assertEqual(order.fulfilment_state, "shipped")
        self.assertFalse(order.picking_ids.delivery_note_ids)

    def test_foreign_currency(self):
        """The document and the label speak of the money that the order speaks of."""
        self.company.delivery_note_valued = True
        currency = self.env["res.currency"].create(
            {"name": "XPL", "symbol": "x", "rounding": 0.01, "rate_ids": [Command.create({"rate": 4})]}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Abroad", "currency_id": currency.id})
        order = self._create_order({self.scale: 3, self.display: 1}, pricelist_id=pricelist.id)
        self.assertEqual(order.amount_untaxed, 1600)
        picking = order.picking_ids
        picking.cod_amount = order.amount_total
        rest = self._ship_part(picking, {self.scale: 2, self.display: 1})
        note = self._note(picking)
        rows = note._get_rows()
        self.assertEqual([(row["value"], row["currency"]) for row in rows], [(800, currency), (400, currency)])
        self.assertEqual(note._get_totals(rows), [(1200, currency)])
        [label] = picking._get_labels()
        self.assertEqual(label.cod, f"{order.amount_total:,.2f} XPL")
        self.assertFalse(rest.cod_amount, "the money is asked for once")
        self.assertEqual(order.fulfilment_state, "partial")
