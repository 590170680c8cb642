"""How long the page and core's own report take."""

import gc
import time
from statistics import median

ROUNDS = 10
MONTHS = 12


def time_widgets(env):
    """Return ``{name: seconds}`` of each widget, and of the whole page as ``get_data``."""
    keys = env["crm.smarket.dashboard"]._get_widget_keys()
    found = {key: _time(env, lambda work, key=key: _get_data(work, [key])) for key in keys}
    return {**found, "get_data": time_page(env)}


def time_page(env):
    """Return how many seconds the whole page takes."""
    return _time(env, _get_data)


def time_core(env):
    """Return how many seconds core's report of sales takes for the same months."""
    from odoo.addons.crm_smarket_reports.tools.periods import last_months

    periods = last_months(env["crm.smarket.dashboard"]._get_today(), MONTHS)
    domain = [("state", "=", "sale"), ("date", ">=", periods[0].start), ("date", "<=", periods[-1].end)]
    return _time(
        env, lambda work: work["sale.report"].formatted_read_group(domain, ["date:month"], ["price_subtotal:sum"])
    )


def _get_data(env, keys=None):
    data = env["crm.smarket.dashboard"].get_data(keys)
    if any("error" in widget for widget in data.values()):
        raise RuntimeError(f"A widget fails: {data}")


def _time(env, function):
    """Return the median of some calls, each with a transaction and a cache of its own, after one to warm up."""
    times = []
    for _number in range(ROUNDS + 1):
        with env.registry.cursor(readonly=True) as cursor:
            work = env(cr=cursor)
            gc.collect()
            begin = time.perf_counter()
            function(work)
            times.append(time.perf_counter() - begin)
    return median(times[1:])
