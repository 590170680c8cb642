"""What the facts cost those who validate deliveries."""

import contextlib
import time
from statistics import median
from unittest.mock import patch

from .at_once import WORKERS

BATCH = 100


def make_deliveries(env, count):
    """Return deliveries of confirmed orders, reserved: in turn of as many products as there are workers."""
    products = env["product.product"].create([{"name": "Scale", "is_storable": True, "list_price": 100}] * WORKERS)
    stock = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
    for product in products:
        env["stock.quant"]._update_available_quantity(product, stock, count)
    customer = env["res.partner"].create({"name": "Customer of many"})
    pickings = env["stock.picking"]
    orders = env["sale.order"].with_context(tracking_disable=True)
    for start in range(0, count, BATCH):
        batch = orders.create(
            [
                {
                    "partner_id": customer.id,
                    "order_line": [(0, 0, {"product_id": products[number % WORKERS].id, "product_uom_qty": 1})],
                }
                for number in range(start, min(start + BATCH, count))
            ]
        )
        batch.action_confirm()
        pickings += batch.picking_ids.sorted("id")
        env.cr.commit()
    return pickings


@contextlib.contextmanager
def without_facts(env):
    """Let nothing be noted for facts, as without the add-on."""
    with patch.object(env.registry["crm.fact.source"], "_note_facts", lambda self, fact: None):
        yield


def with_facts(env):
    """Change nothing."""
    return contextlib.nullcontext()


def validate_in_turns(env, pickings):
    """Validate one with facts, one without, and so on; return what each took.

    :return: ``{"with": (seconds, statements), "without": …}``, medians of each; and by how many statements the
        worst with facts exceeds the worst without
    """
    found = {"with": [], "without": []}
    for number, picking in enumerate(pickings):
        name = ("with", "without")[number % 2]
        with (with_facts if name == "with" else without_facts)(env):
            env.invalidate_all()
            statements, begin = env.cr.sql_log_count, time.perf_counter()
            picking.with_context(skip_sms=True).button_validate()
            env.cr.flush()
            statements = env.cr.sql_log_count - statements
            env.cr.commit()
            found[name].append((time.perf_counter() - begin, statements))
    return {name: tuple(median(values) for values in zip(*pairs, strict=True)) for name, pairs in found.items()}
