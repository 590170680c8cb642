"""What happens once, when the add-on comes into a database and when it leaves it."""

from odoo.tools import SQL, split_every

from odoo.addons.crm_smarket.hooks import remove_traces

from .models.fulfilment_facts import read_facts

MODULE = "crm_smarket_stock"


def post_init_hook(env):
    """Give the orders of the past their states, without messages and without steps nobody noted.

    What was shipped before counts as delivered: nobody is going to confirm it any more.
    """
    env.cr.execute(
        """
        UPDATE stock_picking
           SET date_delivered = date_done
         WHERE state = 'done' AND date_delivered IS NULL
           AND sale_id IN (SELECT id FROM sale_order WHERE fulfilment_state IS NULL)
        """
    )
    env["stock.picking"].invalidate_model(["date_delivered"])
    orders = (
        env["sale.order"]
        .with_context(active_test=False)
        .search([("state", "in", ("sale", "cancel")), ("fulfilment_state", "=", False)])
    )
    for ids in split_every(1000, orders.ids):
        _fill_in_states(env["sale.order"].browse(ids))


def _fill_in_states(orders):
    """Write the states of these orders past the ORM, whose modification dates they would overwrite."""
    by_state = {}
    for order, facts in read_facts(orders).items():
        by_state.setdefault(facts.get_state() or None, []).append(order.id)
    for state, ids in by_state.items():
        update = SQL("UPDATE sale_order SET fulfilment_state = %s WHERE id IN %s", state, tuple(ids))
        orders.env.cr.execute(update)
    orders.env.invalidate_all()


def uninstall_hook(env):
    """Remove what people made on our models and fields."""
    remove_traces(env, MODULE)
