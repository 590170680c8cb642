"""Orders that arrive at once for the same goods: exactly what is there is reserved, everybody is answered."""

import itertools
import threading
from unittest.mock import patch

import pytest

from odoo.service.model import retrying

TIMEOUT = 120
CLIENTS, EACH = 8, 5
ON_HAND = 20
NUMBERS = itertools.count()


@pytest.fixture
def products(connect):
    """Commit two products with a few pieces of each; yield their ids."""
    with connect() as env:
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        products = env["product.product"].create([{"name": name, "is_storable": True} for name in ("Scarce", "Rare")])
        for product in products:
            env["stock.quant"]._update_available_quantity(product, stock, ON_HAND)
        env.cr.commit()
    yield products.ids


@pytest.fixture
def make_order_form(make_form, products):
    """Return a function that commits an order form which offers the products, and returns its id."""

    def make(**values):
        offered = [(0, 0, {"product_id": product}) for product in products]
        return make_form(kind="order", duplicate_days=0, product_line_ids=offered, **values)[0]

    return make


def store(connect, form_id, orders):
    """Store orders as the door does; each is a list of products of which one piece is wanted."""
    ids = []
    with connect() as env:
        form = env["crm.web.form"].browse(form_id)
        for wanted in orders:
            person = {"name": "Anna", "mail": f"{next(NUMBERS)}@orders.example.com"}
            payload = {**person, **{f"product_{product}": "1" for product in wanted}}
            values = {"idempotency_key": person["mail"], "payload": payload, **form._map_payload(payload).person}
            ids.append(env["crm.web.form.submission"]._store(form, values)[0])
        env.cr.commit()
    return ids


def run_clients(deeds):
    """Do the deeds in the hands of a few clients, who begin at the same instant."""
    started = threading.Barrier(CLIENTS)
    errors = []

    def run(own):
        try:
            started.wait(TIMEOUT)
            for deed in own:
                deed()
        except Exception as error:
            errors.append(error)

    clients = [threading.Thread(target=run, args=(deeds[start::CLIENTS],)) for start in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(TIMEOUT)
    assert not errors


def process(connect, ids):
    """Process submissions by many clients; return how often the program had to begin."""
    begun = []
    with connect() as env:
        submissions = env.registry["crm.web.form.submission"]
    plainly = submissions._process

    def count(submission):
        begun.append(submission.id)
        return plainly(submission)

    def deed(submission_id):
        with connect() as env:
            env["crm.web.form.submission"].browse(submission_id)._process_apart()

    with patch.object(submissions, "_process", count):
        run_clients([lambda submission_id=submission_id: deed(submission_id) for submission_id in ids])
    return len(begun)


def get_reserved(connect, product):
    """Return how much of a product is reserved: as its quants, and as the moves of orders say."""
    with connect() as env:
        quants = env["stock.quant"].search([("product_id", "=", product), ("location_id.usage", "=", "internal")])
        moves = env["stock.move"].search([("product_id", "=", product), ("sale_line_id", "!=", False)])
        return sum(quants.mapped("reserved_quantity")), sum(moves.mapped("quantity"))


def get_states(connect, ids):
    """Return what became of submissions, and of their orders."""
    with connect() as env:
        submissions = env["crm.web.form.submission"].browse(ids)
        return set(submissions.mapped("state")), submissions.order_id.mapped("state")


def test_many_orders_for_few_pieces(connect, make_order_form, products):
    """Nobody has to be run again: each waits for its turn, before it looks what is there."""
    scarce, _rare = products
    ids = store(connect, make_order_form(), [[scarce]] * CLIENTS * EACH)
    assert process(connect, ids) == len(ids)
    assert get_states(connect, ids) == ({"done"}, ["sale"] * len(ids))
    assert get_reserved(connect, scarce) == (ON_HAND, ON_HAND)


def test_orders_that_are_refused(connect, make_order_form, products):
    """As many orders as there are pieces; the others are refused, and leave nothing behind."""
    scarce, _rare = products
    ids = store(connect, make_order_form(shortage_policy="refuse"), [[scarce]] * CLIENTS * EACH)
    process(connect, ids)
    states, orders = get_states(connect, ids)
    assert (states, orders) == ({"done", "failed"}, ["sale"] * ON_HAND)
    assert get_reserved(connect, scarce) == (ON_HAND, ON_HAND)


def test_two_products_in_opposite_order(connect, make_order_form, products):
    """Nobody waits in a circle."""
    scarce, rare = products
    ids = store(connect, make_order_form(), [[scarce, rare], [rare, scarce]] * CLIENTS)
    assert process(connect, ids) == len(ids)
    assert get_states(connect, ids) == ({"done"}, ["sale"] * len(ids))
    assert get_reserved(connect, scarce) == get_reserved(connect, rare) == (2 * CLIENTS, 2 * CLIENTS)


def test_salespeople_at_the_same_time(connect, make_order_form, products):
    """They do not wait for a turn: the guard sees to it that the last piece goes once, whoever is run again."""
    scarce, _rare = products
    count = ON_HAND // 2 + 2
    ids = store(connect, make_order_form(), [[scarce]] * count)
    with connect() as env:
        line = (0, 0, {"product_id": scarce, "product_uom_qty": 1})
        customer = env["res.partner"].create({"name": "Typed"})
        typed = env["sale.order"].create([{"partner_id": customer.id, "order_line": [line]} for _number in ids])
        env.cr.commit()

    def type_in(order_id):
        with connect() as env:
            retrying(env["sale.order"].browse(order_id).action_confirm, env)

    def post(submission_id):
        with connect() as env:
            env["crm.web.form.submission"].browse(submission_id)._process_apart()

    # two of one kind never at once: Odoo gives up what was run in vain five times
    for order_id, submission_id in zip(typed.ids, ids, strict=True):
        pair = [
            threading.Thread(target=type_in, args=(order_id,)),
            threading.Thread(target=post, args=(submission_id,)),
        ]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join(TIMEOUT)
    assert get_states(connect, ids) == ({"done"}, ["sale"] * count)
    with connect() as env:
        assert set(env["sale.order"].browse(typed.ids).mapped("state")) == {"sale"}
    assert get_reserved(connect, scarce) == (ON_HAND, ON_HAND)
