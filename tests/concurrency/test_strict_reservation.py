"""The last piece is promised once, however many order it at the same instant."""

import pytest
from real_connections import at_once

ON_HAND = 3
ORDERS = 6


@pytest.fixture
def product(connect):
    """Commit a strictly reserved product with a few pieces; yield its id."""
    with connect() as env:
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        product = env["product.product"].create({"name": "Scarce", "is_storable": True, "strict_reservation": True})
        env["stock.quant"]._update_available_quantity(product, stock, ON_HAND)
        env.cr.commit()
    yield product.id


def test_simultaneous_orders_reserve_exactly_what_is_there(connect, product):
    with connect() as env:
        customer = env["res.partner"].create({"name": "Many at once"})
        orders = env["sale.order"].create(
            [
                {"partner_id": customer.id, "order_line": [(0, 0, {"product_id": product, "product_uom_qty": 1})]}
                for _number in range(ORDERS)
            ]
        )
        env.cr.commit()

    def confirm(order_id):
        return lambda env: env["sale.order"].browse(order_id).action_confirm()

    # in pairs: a request is run again five times at most
    for pair in zip(orders.ids[::2], orders.ids[1::2], strict=True):
        at_once(connect, *map(confirm, pair))
    with connect() as env:
        moves = env["sale.order"].browse(orders.ids).picking_ids.move_ids
        quants = env["stock.quant"].search([("product_id", "=", product), ("location_id.usage", "=", "internal")])
        assert len(moves) == ORDERS
        assert sum(moves.mapped("quantity")) == ON_HAND
        assert sum(quants.mapped("reserved_quantity")) == ON_HAND == sum(quants.mapped("quantity"))
