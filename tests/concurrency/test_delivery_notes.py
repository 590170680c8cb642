"""Numbers of delivery notes under concurrent validations and dying servers: with real connections and processes."""

import re
import threading
from unittest.mock import patch

import pytest
from real_processes import ISSUE, run_until_killed

from odoo.service.model import retrying

TIMEOUT = 120
WORKERS, EACH = 8, 5


@pytest.fixture
def pickings(connect):
    """Commit deliveries that are ready to be validated and yield their ids; what is numbered stays for good."""
    with connect() as env:
        warehouse = env["stock.warehouse"].search([], limit=1)
        pattern = warehouse.company_id.delivery_note_pattern
        # a series of its own for every test
        warehouse.company_id.delivery_note_pattern = f"T{env['stock.delivery.note'].search_count([])}/%(seq)d"
        # one for each worker: core itself turns people away who issue the same product at the same moment
        products = env["product.product"].create([{"name": "Scale", "is_storable": True}] * WORKERS)
        for product in products:
            env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 1000)
        customers = env.ref("stock.stock_location_customers")
        ids = []
        for number in range(WORKERS * EACH):
            picking = env["stock.picking"].create(
                {
                    "picking_type_id": warehouse.out_type_id.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "location_dest_id": customers.id,
                    "move_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": products[number % WORKERS].id,
                                "product_uom_qty": 1,
                                "location_id": warehouse.lot_stock_id.id,
                                "location_dest_id": customers.id,
                            },
                        )
                    ],
                }
            )
            picking.action_confirm()
            picking.action_assign()
            ids.append(picking.id)
        env.cr.commit()
    yield ids
    with connect() as env:
        warehouse.with_env(env).company_id.delivery_note_pattern = pattern
        waiting = env["stock.picking"].browse(ids).filtered(lambda picking: picking.state != "done")
        waiting.action_cancel()
        waiting.unlink()
        env.cr.commit()


def _numbers(connect, ids):
    """Return the running numbers of these deliveries, in order; None for what has none."""
    with connect() as env:
        notes = env["stock.delivery.note"].search([("picking_id", "in", ids)], order="id")
        return [int(re.search(r"\d+$", note.number)[0]) if note.number else None for note in notes]


def _validate(env, picking_id):
    env["stock.picking"].browse(picking_id).with_context(skip_sms=True).button_validate()


def test_eight_at_once(connect, pickings):
    """Each validation gets a number; there is no gap, no number twice, and nobody is turned away because of it."""
    started = threading.Barrier(WORKERS)
    errors = []

    def work(ids):
        try:
            started.wait(TIMEOUT)
            for picking_id in ids:
                with connect() as env:
                    retrying(lambda env=env, picking_id=picking_id: _validate(env, picking_id), env)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(pickings[start::WORKERS],)) for start in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert not errors
    assert sorted(_numbers(connect, pickings)) == list(range(1, WORKERS * EACH + 1))


def test_numbering_itself_never_conflicts(connect, pickings):
    """The same notes numbered by many at once: each gets one number, whoever comes first."""
    with connect() as env:
        with patch.object(env.registry["stock.delivery.note"], "_number_apart"):
            for picking_id in pickings:
                _validate(env, picking_id)
            env.cr.commit()
        notes = env["stock.delivery.note"].search([("picking_id", "in", pickings)])
        assert not any(notes.mapped("number"))
        ids = notes.ids

    def work():
        with connect() as env:
            env["stock.delivery.note"].browse(ids)._number_apart()

    threads = [threading.Thread(target=work) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert sorted(_numbers(connect, pickings)) == list(range(1, WORKERS * EACH + 1))


@pytest.mark.parametrize("moment", ["committed", "numbered"])
def test_a_server_dies_before_the_number_is_kept(connect, pickings, moment):
    """The goods are issued, no number is lost, and the scheduled action gives the one that is due."""
    victim, after = pickings[:2]
    run_until_killed(ISSUE, victim, moment)
    with connect() as env:
        assert env["stock.picking"].browse(victim).state == "done"
        assert env["stock.picking"].browse(victim).delivery_note_state == "due"
        _validate(env, after)
        env.cr.commit()
    assert _numbers(connect, [victim, after]) == [None, 1]
    with connect() as env:
        env["stock.delivery.note"]._cron_process()
        env.cr.commit()
    assert _numbers(connect, [victim, after]) == [2, 1]
