"""Workers that are killed in the midst of an order: goods are reserved and issued once, or not at all."""

import json

import pytest
from real_processes import ISSUE, TAKE_POST, run_until_killed

ORDERED, ON_HAND = 3, 5


@pytest.fixture
def product(connect):
    """Commit a product with a few pieces in stock; yield its id."""
    with connect() as env:
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        product = env["product.product"].create({"name": "Scale", "is_storable": True})
        env["stock.quant"]._update_available_quantity(product, stock, ON_HAND)
        env.cr.commit()
    yield product.id


@pytest.fixture
def order_form(make_form, product):
    """Commit a form through which the product is ordered; yield its id."""
    return make_form(kind="order", product_line_ids=[(0, 0, {"product_id": product})])[0]


@pytest.fixture
def payload(product):
    return json.dumps({"name": "Anna", "mail": "anna@orders.example.com", f"product_{product}": str(ORDERED)})


def look(connect, form_id, product):
    """Return the states of a form's submissions, the orders of the product, and how much of it is reserved."""
    with connect() as env:
        submissions = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        orders = env["sale.order"].search([("order_line.product_id", "=", product)])
        quants = env["stock.quant"].search([("product_id", "=", product), ("location_id.usage", "=", "internal")])
        return submissions.mapped("state"), len(orders), sum(quants.mapped("reserved_quantity"))


@pytest.mark.parametrize("moment", ["stored", "processing", "processed"])
def test_a_worker_dies(connect, order_form, product, payload, age, settle, moment):
    run_until_killed(TAKE_POST, order_form, moment, payload)
    done = (["done"], 1, ORDERED)
    assert look(connect, order_form, product) == (done if moment == "processed" else (["received"], 0, 0))
    age(order_form)
    settle(order_form)
    assert look(connect, order_form, product) == done


@pytest.mark.parametrize("moment", ["committed", "numbered"])
def test_a_worker_dies_before_the_number(connect, order_form, product, payload, moment):
    """The goods are issued and the order goes on; the scheduled actions give the number and tell the deal."""
    with connect() as env:
        form = env["crm.web.form"].browse(order_form)
        values = {"idempotency_key": "the same", "payload": json.loads(payload)}
        submission = env["crm.web.form.submission"].browse(env["crm.web.form.submission"]._store(form, values)[0])
        env.cr.commit()
        submission._process_apart()
    with connect() as env:
        order = env["sale.order"].search([("order_line.product_id", "=", product)])
        picking = order.picking_ids
    run_until_killed(ISSUE, picking.id, moment)
    with connect() as env:
        order, picking = order.with_env(env), picking.with_env(env)
        assert (order.fulfilment_state, picking.delivery_note_state) == ("shipped", "due")
        assert look(connect, order_form, product)[2] == 0
        env["stock.delivery.note"]._cron_process()
        env["sale.order.fulfilment.step"]._cron_apply_effects()
        env.cr.commit()
    with connect() as env:
        assert picking.with_env(env).delivery_note_number
        messages = order.with_env(env).opportunity_id.message_ids.filtered(lambda m: "Fulfilment: Shipped" in m.body)
        assert len(messages) == 1
