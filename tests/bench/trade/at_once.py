"""Several workers at once, each in transactions of its own as Odoo's are."""

import threading
import time

WORKERS = 8


def run_at_once(function, works):
    """Call the function with each of the works, all at once; return how many seconds that took."""
    threads = [threading.Thread(target=function, args=(work,)) for work in works]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def validate_at_once(env, pickings):
    """Validate deliveries by all workers; return how many had to be tried again, and the seconds.

    :raise RuntimeError: when one is not done afterwards
    """
    from odoo.service.model import retrying

    registry, ids, tries = env.registry, pickings.ids, []

    def validate(work, picking_id):
        tries.append(picking_id)
        work["stock.picking"].browse(picking_id).with_context(skip_sms=True).button_validate()

    def run(own):
        for picking_id in own:
            with registry.cursor() as cursor:
                work = env(cr=cursor)
                retrying(lambda work=work, picking_id=picking_id: validate(work, picking_id), work)

    seconds = run_at_once(run, [ids[start::WORKERS] for start in range(WORKERS)])
    env.cr.rollback()
    env.invalidate_all(flush=False)
    if set(pickings.mapped("state")) != {"done"}:
        raise RuntimeError("Not all deliveries were validated.")
    return len(tries) - len(ids), seconds
