"""How fast delivery notes are numbered and labels printed: ``./dev bench papers``, part of ``orders``.

Numbers are given through real connections, several at once, and stay in the benchmark's own database.
"""

import time
import tracemalloc

from trade.at_once import WORKERS, run_at_once, validate_at_once

DELIVERIES = 25  # by each worker
LABELS = 500
SECONDS = 10
MEGABYTES = 8  # more for 500 labels than for 100


def main(argv, bench):
    """Print all figures and return 1 if one of them is beyond its limit."""
    with bench.environment() as env:
        pickings = make_deliveries(env, WORKERS * DELIVERIES)
        env.cr.commit()
        kept = [number_at_once(env, pickings), print_labels(env)]
    return 0 if all(kept) else 1


def make_deliveries(env, count):
    """Return transfers to a customer, reserved: in turn of as many products as there are workers.

    Core itself turns people away who issue the same product at the same moment, and this is not about core.
    """
    warehouse = env["stock.warehouse"].search([], limit=1)
    customers = env.ref("stock.stock_location_customers")
    partner = env["res.partner"].create(
        {"name": "Sklep „Źródło”", "street": "ul. Piękna 5/7", "zip": "00-539", "city": "Warszawa",
         "country_id": env.ref("base.pl").id, "phone": "+48 22 123 45 67"}
    )  # fmt: skip
    products = env["product.product"].create([{"name": "Scale", "is_storable": True, "weight": 4}] * WORKERS)
    for product in products:
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, count)
    places = {"location_id": warehouse.lot_stock_id.id, "location_dest_id": customers.id}
    pickings = env["stock.picking"].create(
        [
            {
                **places,
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": partner.id,
                "move_ids": [(0, 0, {**places, "product_id": products[number % WORKERS].id, "product_uom_qty": 1})],
            }
            for number in range(count)
        ]
    )
    pickings.action_confirm()
    pickings.action_assign()
    return pickings


def number_at_once(env, pickings):
    """Print how many deliveries are validated and numbered per second by several workers at once."""
    ids = pickings.ids
    again, seconds = validate_at_once(env, pickings)
    notes = env["stock.delivery.note"].search([("picking_id", "in", ids)])
    numbers = sorted(notes.mapped("sequence"))
    kept = len(numbers) == len(ids) and numbers == list(range(numbers[0], numbers[0] + len(ids)))
    print(f"{len(ids)} deliveries validated by {WORKERS} workers at once")
    print(f"  validated and numbered                  {len(ids) / seconds:8.1f} per second")
    print(f"  validations tried again by Odoo         {again:8d}")
    env.cr.execute("UPDATE stock_delivery_note SET number = NULL, sequence = NULL WHERE id = ANY(%s)", [notes.ids])
    env.cr.commit()
    seconds = run_at_once(lambda own: notes.browse(own)._number_apart(), [notes.ids] * WORKERS)
    print(f"  numbered alone, all workers on all      {len(ids) / seconds:8.1f} per second")
    print(f"{'PASS' if kept else 'FAIL'}: no gap and no number twice")
    return kept


def print_labels(env):
    """Print how long 500 labels in one PDF take, and how the memory grows with their number."""
    pickings = make_deliveries(env, LABELS)
    label_format = env.ref("crm_smarket_stock.stock_label_format_roll")
    logs = [
        env["stock.print.log"]._log(pickings[:count], "label", format_id=label_format.id) for count in (100, LABELS)
    ]
    env.flush_all()
    peaks = []
    for log in logs:
        env.invalidate_all()
        tracemalloc.start()
        log._render()
        peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
    env.invalidate_all()
    begin = time.perf_counter()
    pdf, _mimetype, _name = logs[-1]._render()
    seconds = time.perf_counter() - begin
    more = peaks[1] - peaks[0]
    print(f"{LABELS} address labels in one PDF of {len(pdf) / 2**10:.0f} kB")
    print(f"  peak of memory for 100, for {LABELS}         {peaks[0]:5.1f}, {peaks[1]:5.1f} MB")
    kept = seconds <= SECONDS and more <= MEGABYTES
    print(f"{'PASS' if kept else 'FAIL'}: {seconds:.1f} s (limit {SECONDS}), {more:.1f} MB more (limit {MEGABYTES})")
    return kept
