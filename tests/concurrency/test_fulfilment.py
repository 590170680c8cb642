"""Two deliveries of one order at once, and a process that dies between the goods and their message."""

import pytest
from real_connections import at_once
from real_processes import run_until_killed

DIE_AT_COMMIT = """
with registry.cursor() as cursor:
    env = Environment(cursor, SUPERUSER_ID, {"skip_backorder": True})
    hook = cursor.precommit if moment == "before" else cursor.postcommit
    env["stock.picking"].browse(record_id).button_validate()
    env.flush_all()
    hook.add(die)
    cursor.commit()
"""


@pytest.fixture
def order(connect):
    """Commit an order of which one part is shipped and two are ready in deliveries of their own; yield its id."""
    with connect() as env:
        warehouse = env["stock.warehouse"].search([], limit=1)
        products = env["product.product"].create([{"name": name, "is_storable": True} for name in "ABC"])
        for product in products:
            env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1)
        order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": "Two at once"}).id,
                "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1}) for product in products],
            }
        )
        order.action_confirm()
        env.cr.commit()
        _ship_part(order.picking_ids)
        rest = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        rest.move_ids[1].quantity = 0
        rest.action_split_transfer()
        order.picking_ids.action_assign()
        env["sale.order.fulfilment.step"]._cron_apply_effects()
        env.cr.commit()
    yield order.id
    with connect() as env:
        order = env["sale.order"].browse(order.id)
        assert order.fulfilment_state
        order.fulfilment_step_ids.unlink()
        env.cr.commit()


def _ship_part(picking):
    """Ship the first product; the others become a back-order."""
    picking.move_ids[1:].quantity = 0
    picking.with_context(skip_backorder=True).button_validate()


def _get_ready(env, order_id):
    return env["sale.order"].browse(order_id).picking_ids.filtered(lambda picking: picking.state == "assigned")


def test_two_deliveries_at_once_end_the_order(connect, order):
    """Each of the two sees the other one open; still the order ends as shipped."""
    with connect() as env:
        ready = _get_ready(env, order)
        assert len(ready) == 2
        assert env["sale.order"].browse(order).fulfilment_state == "partial"
        ids = ready.ids

    def validate(picking_id):
        return lambda env: env["stock.picking"].browse(picking_id).button_validate()

    at_once(connect, *map(validate, ids))
    with connect() as env:
        shipped = env["sale.order"].browse(order)
        assert shipped.fulfilment_state == "shipped"
        standing = shipped.fulfilment_step_ids.filtered(lambda row: not row.date_undone).mapped("step")
        assert standing == ["registered", "reserved", "partial", "packed", "shipped"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_the_commit(connect, order, moment):
    """Either nothing has happened, or the step is there and told later, once."""
    with connect() as env:
        picking = _get_ready(env, order)[0]
        count = len(env["sale.order"].browse(order).fulfilment_step_ids)
    run_until_killed(DIE_AT_COMMIT, picking.id, moment)
    with connect() as env:
        picking = env["stock.picking"].browse(picking.id)
        if moment == "before":
            assert picking.state == "assigned"
            assert len(picking.sale_id.fulfilment_step_ids) == count
            picking.button_validate()
            env.cr.commit()
        assert picking.state == "done"
        (_get_ready(env, order)).with_context(skip_backorder=True).button_validate()
        env.cr.commit()
        env["sale.order.fulfilment.step"]._cron_apply_effects()
        env["sale.order.fulfilment.step"]._cron_apply_effects()
        messages = picking.sale_id.message_ids.filtered(lambda message: "Fulfilment: Shipped" in message.body)
        assert len(messages) == 1
        assert set(picking.sale_id.fulfilment_step_ids.mapped("effects_state")) == {"done"}
