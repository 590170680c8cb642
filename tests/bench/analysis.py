"""How fast analyses answer, beside core: ``./dev bench analysis [--moves N] [--deals N]``.

The database is that of ``./dev bench dashboard``, with opportunities and their projects beside the trade. Times are
medians of ten, after one call to warm up.
"""

import argparse
import time

import dashboard
from trade import answers, deals, exports, fill

MOVES = dashboard.MOVES
DEALS = 100_000
LEAST_FASTER = 10
MOST_PIVOTS = 10
SALES = {"product": "product_id", "customer": "commercial_partner_id"}
REPORTS = ("stages", "cycle", "volume")


def main(argv, bench):
    """Print all figures and return 1 if one of them is beyond its limit."""
    parser = argparse.ArgumentParser(prog="./dev bench analysis")
    parser.add_argument("--moves", type=int, default=MOVES, help=f"shipped moves (default {MOVES:,})")
    parser.add_argument("--deals", type=int, default=DEALS, help=f"opportunities (default {DEALS:,})")
    parser.add_argument("--part", choices=list(PARTS), help="only one part (default: all)")
    options = parser.parse_args(argv)
    with bench.environment() as env:
        begin = time.perf_counter()
        work = fill.make_company(env)
        fill.fill(work, options.moves)
        deals.fill(work, options.deals)
        print(f"{options.moves:,} moves, {options.deals:,} deals; {time.perf_counter() - begin:.0f} s to write them")
        dashboard.fill_facts(env)
        fill.vacuum(env, ["crm_passage_fact"])
        parts = [PARTS[options.part]] if options.part else PARTS.values()
        kept = [found for part in parts for found in part(work)]
    for holds, words in kept:
        print(f"{'PASS' if holds else 'FAIL'}: {words}")
    return int(not all(holds for holds, _words in kept))


def measure_sales(env):
    """Print how long the sales analysis takes beside core's report; return what is kept."""
    print("Sales of twelve months, and of the twelve before them")
    for dimension, field in SALES.items():
        core, own = answers.time_core_sales(env, field), answers.time_sales(env, dimension)
        print(f"  {'core: sale.report by ' + dimension:<40}{core * 1000:8.1f} ms")
        print(f"  {'sales analysis by ' + dimension:<40}{own * 1000:8.1f} ms")
        words = f"sales by {dimension} are {core / own:.1f} times as fast as core's (at least {LEAST_FASTER})"
        yield core / own >= LEAST_FASTER, words


def measure_passages(env):
    """Print how long funnels and reports of passages take beside core's pivot; return what is kept."""
    core = answers.time_core_pipeline(env)
    print(f"Deals of twelve months\n  {'core: pipeline by stage and month':<40}{core * 1000:8.1f} ms")
    found = {f"funnel: {name}": seconds for name, seconds in answers.time_funnels(env).items()}
    found |= {key: answers.time_report(env, key) for key in REPORTS}
    for name, seconds in found.items():
        print(f"  {name:<40}{seconds * 1000:8.1f} ms{seconds / core:9.1f} times core's")
        if name != "volume":  # of no period: nobody has asked for a limit
            yield seconds / core <= MOST_PIVOTS, f"{name}: {seconds / core:.1f} times core's (limit {MOST_PIVOTS})"
    print("Stage analysis the long way")
    for name, options in answers.get_long_ways(env).items():
        print(f"  {name:<40}{answers.time_report(env, 'stages', **options) * 1000:8.1f} ms")


PARTS = {"sales": measure_sales, "passages": measure_passages, "exports": exports.measure_exports}
"""Parts of ``./dev bench analysis``."""
