"""Facts are right when two people work on the same documents at the same instant, with real connections."""

import itertools
import random

import pytest
from real_connections import at_once

from odoo.fields import Command
from odoo.service.model import retrying

FACTS = ("crm.shipment.fact", "crm.sold.fact")
PAIRS = 30
NUMBERS = itertools.count()


@pytest.fixture
def trade(connect):
    """Commit a confirmed order of 100 pieces that are there, and two salespeople; yield their ids."""
    with connect() as env:
        number = next(NUMBERS)
        stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
        product = env["product.product"].create(
            {"name": f"Facts {number}", "is_storable": True, "list_price": 10, "standard_price": 6}
        )
        env["stock.quant"]._update_available_quantity(product, stock, 1000)
        users = env["res.users"].create(
            [{"name": f"Facts {number} {name}", "login": f"facts {number} {name}"} for name in "ab"]
        )
        order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": f"Facts {number}"}).id,
                "user_id": users[0].id,
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 100, "price_unit": 10})],
            }
        )
        order.action_confirm()
        env.cr.commit()
    return order.id, users.ids


def deliver(order_id, quantity):
    """Return what ships a part of an order."""

    def action(env):
        picking = env["sale.order"].browse(order_id).picking_ids.filtered(lambda one: one.state == "assigned")[:1]
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()

    return action


def change(order_id, **values):
    """Return what corrects the head of an order."""
    return lambda env: env["sale.order"].browse(order_id).write(values)


def correct(order_id, **values):
    """Return what corrects the line of an order."""
    return lambda env: env["sale.order"].browse(order_id).order_line.write(values)


def assert_right(connect):
    with connect() as env:
        for name in FACTS:
            facts = env[name]
            assert facts._count_differences(facts._get_all_documents_query()) == 0, name


@pytest.mark.parametrize("is_first_the_worker", [True, False])
def test_salesperson_changes_while_goods_leave(connect, trade, is_first_the_worker):
    """Whoever commits second sees what the first has written, although neither writes what the other reads."""
    order_id, users = trade
    # later parts of a delivery do not touch the order's head any more
    at_once(connect, deliver(order_id, 1))
    actions = [deliver(order_id, 2), change(order_id, user_id=users[1])]
    with connect() as late:
        late.cr.execute("SELECT 1 FROM sale_order")  # takes the snapshot
        at_once(connect, actions[not is_first_the_worker])
        retrying(lambda: actions[is_first_the_worker](late), late)
    assert_right(connect)
    with connect() as env:
        facts = env["crm.shipment.fact"].search([("order_id", "=", order_id)])
        assert sorted(facts.mapped("amount")) == [10, 20]
        assert facts.user_id.ids == users[1:]


def test_many_pairs_of_actions(connect, trade):
    """Two people do this and that to one order, again and again."""
    order_id, users = trade
    chance = random.Random("facts")
    for _number in range(PAIRS):
        actions = [
            deliver(order_id, chance.randint(1, 3)),
            deliver(order_id, chance.randint(1, 3)),
            change(order_id, user_id=chance.choice(users)),
            change(order_id, date_order=f"2026-0{chance.randint(1, 9)}-10"),
            correct(order_id, price_unit=chance.randint(1, 50)),
            correct(order_id, discount=chance.randint(0, 50)),
        ]
        at_once(connect, *chance.sample(actions, 2))
    assert_right(connect)
    with connect() as env:
        facts = env["crm.shipment.fact"].search([("order_id", "=", order_id)])
        line = env["sale.order"].browse(order_id).order_line
        assert sum(facts.mapped("quantity")) == line.qty_delivered > 0
