"""How fast orders come in, are fought for, issued and labelled: ``./dev bench orders``.

Everything happens through real connections and stays in the benchmark's own database.
"""

import contextlib
import itertools
import time
from collections import defaultdict
from statistics import median, quantiles
from unittest.mock import patch

from papers import WORKERS, make_deliveries, number_at_once, print_labels
from trade.at_once import run_at_once

LINES = 5
ROUNDS = 40
MOST = 1.5  # times core's own create and confirmation of the same order
CLIENTS, ORDERS, UNITS = 8, 200, 100
DELIVERIES = 25  # by each worker
NUMBERS = itertools.count()
# Where the time of a post goes: what calls one of these is itself counted without it.
PARTS = {
    "store the post": ("crm.web.form", "_store_post"),
    "wait for the turn": ("stock.strict.guard", "_wait_turn"),
    "read the post": ("crm.web.form", "_map_payload"),
    "make the lead": ("crm.web.form", "_create_lead"),
    "make the order": ("crm.web.form", "_create_order"),
    "confirm and reserve": ("sale.order", "_confirm_and_reserve"),
    "plan the answer": ("crm.web.form.submission", "_await_answer"),
}


def main(argv, bench):
    """Print all figures and return 1 if one of them is beyond its limit."""
    with bench.environment() as env:
        kept = [compare_with_core(env), fight(env)]
        pickings = make_deliveries(env, WORKERS * DELIVERIES)
        env.cr.commit()
        kept += [number_at_once(env, pickings), print_labels(env)]
    return 0 if all(kept) else 1


# ------------------------------------------------------------
# one order after another
# ------------------------------------------------------------


def compare_with_core(env):
    """Print how long an order of a known and of a new customer takes beside core's own of the same lines."""
    products = make_products(env, LINES, 10000)
    form = make_form(env, products)
    customer = env["res.partner"].create({"name": "Known Customer", "email": "known@example.com"})
    env.cr.commit()
    times, parts = defaultdict(list), defaultdict(list)
    for number in range(ROUNDS + 3):  # the first ones warm up
        found = {
            "core": measure(lambda: order_plainly(env, customer, products)),
            "known": measure(lambda: post(form, "known@example.com", products), parts),
            "new": measure(lambda: post(form, f"{next(NUMBERS)}@new.example.com", products)),
        }
        if number >= 3:
            for name, seconds in found.items():
                times[name].append(seconds * 1000)
    core, known, new = (median(times[name]) for name in ("core", "known", "new"))
    # one beside the other: what else the machine does at that moment slows down both
    ratio = median(ours / plain for ours, plain in zip(times["known"], times["core"], strict=True))
    print(f"Orders of {LINES} lines, confirmed and reserved; medians of {ROUNDS}, in turn with core's")
    print(f"  core: create and confirm                {core:8.1f} ms")
    print(f"  post of a known customer                {known:8.1f} ms")
    for part in PARTS:
        print(f"    {part:<36}{median(parts[part][3:]) * 1000:10.1f} ms")
    rest = median(map(sum, zip(*parts.values(), strict=True))) * 1000
    print(f"    {'match the customer, note, commit':<36}{known - rest:10.1f} ms")
    print(f"  post of a new customer                  {new:8.1f} ms")
    print(f"{'PASS' if ratio <= MOST else 'FAIL'}: {ratio:.2f} times as long as core (limit {MOST})")
    return ratio <= MOST


def measure(deed, parts=None):
    """Return the seconds that a deed takes; add what its PARTS take to a dict of lists."""
    with watch_parts(parts) if parts is not None else contextlib.nullcontext():
        begin = time.perf_counter()
        deed()
        return time.perf_counter() - begin


@contextlib.contextmanager
def watch_parts(parts):
    """Measure the PARTS while the body runs; of parts within each other the inner one has the time."""
    from odoo.modules.registry import Registry
    from odoo.tools import config

    registry = Registry(config["db_name"][0])
    spent, stack = dict.fromkeys(PARTS, 0.0), []

    def wrap(part, method):
        def wrapped(*args, **kwargs):
            stack.append(0.0)
            begin = time.perf_counter()
            try:
                return method(*args, **kwargs)
            finally:
                whole = time.perf_counter() - begin
                spent[part] += whole - stack.pop()
                if stack:
                    stack[-1] += whole

        return wrapped

    with contextlib.ExitStack() as patches:
        for part, (model, name) in PARTS.items():
            method = getattr(registry[model], name)
            patches.enter_context(patch.object(registry[model], name, wrap(part, method)))
        yield
    for part, seconds in spent.items():
        parts[part].append(seconds)


def order_plainly(env, customer, products):
    """Make and confirm an order as core does, in a transaction of its own."""
    lines = [(0, 0, {"product_id": product.id, "product_uom_qty": 1}) for product in products]
    with env.registry.cursor() as cursor:
        orders = env(cr=cursor)["sale.order"]
        orders.create({"partner_id": customer.id, "order_line": lines}).action_confirm()


def post(form, mail, products):
    """Let the door take a post that orders one of each product; return its receipt."""
    from odoo.addons.crm_smarket.tools.form_post import Post

    payload = {"name": "Anna Nowak", "mail": mail, **{f"product_{product.id}": "1" for product in products}}
    return form._take_post(Post(payload, key=f"bench {next(NUMBERS)}"))


def make_products(env, count, quantity):
    """Return so many products with so much of each in stock."""
    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    products = env["product.product"].create(
        [{"name": f"Scale {next(NUMBERS)}", "is_storable": True, "list_price": 100} for _number in range(count)]
    )
    for product in products:
        env["stock.quant"]._update_available_quantity(product, stock, quantity)
    return products


def make_form(env, products):
    """Return an order form that offers these products."""
    fields = [
        (0, 0, {"source_name": "name", "target": "lead.contact_name"}),
        (0, 0, {"source_name": "mail", "target": "lead.email_from", "transform": "email"}),
    ]
    return env["crm.web.form"].create(
        {
            "name": "Orders",
            "kind": "order",
            "limit_per_address": 0,
            "duplicate_days": 0,
            "field_ids": fields,
            "product_line_ids": [(0, 0, {"product_id": product.id}) for product in products],
        }
    )


# ------------------------------------------------------------
# all at once
# ------------------------------------------------------------


def fight(env):
    """Print how many of a few units are reserved when many orders come at once, and how long an order takes."""
    product = make_products(env, 1, UNITS)
    form = make_form(env, product)
    env.cr.commit()
    times, states = [], []

    def visit(count):
        for _number in range(count):
            with env.registry.cursor() as cursor:
                begin = time.perf_counter()
                receipt = post(form.with_env(env(cr=cursor)), f"{next(NUMBERS)}@fight.example.com", product)
                times.append(time.perf_counter() - begin)
                states.append(receipt.state)

    seconds = run_at_once(visit, [ORDERS // CLIENTS] * CLIENTS)
    env.cr.rollback()
    env.invalidate_all(flush=False)
    quants = env["stock.quant"].search([("product_id", "=", product.id), ("location_id.usage", "=", "internal")])
    reserved = sum(quants.mapped("reserved_quantity"))
    kept = reserved == UNITS and states == ["done"] * ORDERS
    steps = quantiles(times, n=20)
    print(f"{ORDERS} orders by {CLIENTS} clients for {UNITS} units")
    print(f"  ordered                                 {ORDERS / seconds:8.1f} per second")
    print(f"  an order takes, p50, p95                {steps[9] * 1000:8.1f}, {steps[18] * 1000:.1f} ms")
    print(f"{'PASS' if kept else 'FAIL'}: {reserved:g} reserved, {states.count('done')} orders made and answered")
    return kept
