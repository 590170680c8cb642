"""Orders that wait for their turn: nobody is run again, and exactly what is there is reserved."""

import itertools
import threading

import pytest

TIMEOUT = 120
CLIENTS, EACH = 8, 5
ON_HAND = 20
NUMBERS = itertools.count()


@pytest.fixture
def products(connect):
    """Commit two strictly reserved products with a few pieces of each; yield their ids."""
    with connect() as env:
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        products = env["product.product"].create(
            [{"name": name, "is_storable": True, "strict_reservation": True} for name in ("Scarce", "Rare")]
        )
        for product in products:
            env["stock.quant"]._update_available_quantity(product, stock, ON_HAND)
        env.cr.commit()
    yield products.ids


def make_orders(connect, lines):
    """Commit one quotation of a piece of each product for each of the lines; return their ids."""
    with connect() as env:
        customer = env["res.partner"].create({"name": f"In turn {next(NUMBERS)}"})
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": customer.id,
                    "order_line": [(0, 0, {"product_id": product, "product_uom_qty": 1}) for product in wanted],
                }
                for wanted in lines
            ]
        )
        env.cr.commit()
        return orders.ids


def run_clients(work, shares):
    """Call ``work`` with each of the shares in a thread of its own, all at the same instant."""
    started = threading.Barrier(len(shares))
    errors = []

    def run(share):
        try:
            started.wait(TIMEOUT)
            for number in share:
                work(number)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert not errors


def get_reserved(connect, product):
    """Return how much of a product quants and moves say is reserved."""
    with connect() as env:
        quants = env["stock.quant"].search([("product_id", "=", product), ("location_id.usage", "=", "internal")])
        moves = env["stock.move"].search([("product_id", "=", product), ("sale_line_id", "!=", False)])
        return sum(quants.mapped("reserved_quantity")), sum(moves.mapped("quantity"))


def confirm_in_turn(connect, order_id):
    """Confirm and reserve an order in turn; there is no second try."""
    with connect() as turn, connect() as env:
        order = turn["sale.order"].browse(order_id)
        turn["stock.strict.guard"]._wait_turn(order.order_line.product_id)
        env["sale.order"].browse(order_id)._confirm_and_reserve()
        env.cr.commit()


def test_many_orders_for_few_pieces(connect, products):
    scarce, _rare = products
    ids = make_orders(connect, [[scarce]] * CLIENTS * EACH)
    run_clients(lambda number: confirm_in_turn(connect, number), [ids[start::CLIENTS] for start in range(CLIENTS)])
    assert get_reserved(connect, scarce) == (ON_HAND, ON_HAND)
    with connect() as env:
        assert set(env["sale.order"].browse(ids).mapped("state")) == {"sale"}


def test_two_products_in_opposite_order(connect, products):
    """Nobody waits in a circle, in whatever order the products are asked for."""
    scarce, rare = products
    ids = make_orders(connect, [[scarce, rare], [rare, scarce]] * CLIENTS)
    run_clients(lambda number: confirm_in_turn(connect, number), [ids[start::4] for start in range(4)])
    assert get_reserved(connect, scarce) == get_reserved(connect, rare) == (2 * CLIENTS, 2 * CLIENTS)
