"""How fast the general information is, and what its facts cost: ``./dev bench dashboard [--moves N]``.

The database is the benchmark's own, filled by SQL with three years of trade. Times are medians of ten,
after one call to warm up.
"""

import argparse
import time

from trade import at_once, deliveries, fill, picture, timing

MOVES = 2_000_000
DELIVERIES = 1_000
LEAST_FASTER = 20
MOST_YEARS = 1.2
MOST_VOLUME = 2


def main(argv, bench):
    """Print all figures and return 1 if one of them is beyond its limit."""
    parser = argparse.ArgumentParser(prog="./dev bench dashboard")
    parser.add_argument("--moves", type=int, default=MOVES, help=f"shipped moves (default {MOVES:,})")
    parser.add_argument("--deliveries", type=int, default=DELIVERIES, help=f"validated (default {DELIVERIES:,})")
    parser.add_argument("--part", choices=list(PARTS), help="only one part (default: all)")
    options = parser.parse_args(argv)
    moves = options.moves
    with bench.environment() as env:
        begin = time.perf_counter()
        work = fill.make_company(env)
        fill.fill(work, moves)
        print(f"{moves:,} moves, {moves // 4:,} receipts; {time.perf_counter() - begin:.0f} s to write them")
        fill_facts(env)
        parts = [PARTS[options.part]] if options.part else PARTS.values()
        kept = [found for part in parts for found in part(work, options)]
    for holds, words in kept:
        print(f"{'PASS' if holds else 'FAIL'}: {words}")
    return int(not all(holds for holds, _words in kept))


def fill_facts(env):
    """Print how fast facts are filled from scratch, in the batches in which that happens after installation."""
    runs = env["crm.fact.run"]._begin("rebuild")
    env.cr.commit()
    print("Facts from scratch")
    for run in runs:
        begin = time.perf_counter()
        while run.position:
            run._do_batch()
            env.cr.commit()
        seconds = time.perf_counter() - begin
        rows = env[run.fact].search_count([])
        print(f"  {run.fact:<28}{rows:10,} rows{rows / seconds:10,.0f} rows/s")
    fill.vacuum(env, (*fill.FACTS, *fill.SUMS))


def measure_page(env, options):
    """Print how long each widget and the page take beside core's report; return what is kept."""
    core, found = timing.time_core(env), timing.time_widgets(env)
    print(f"{'core: sale.report by month':<30}{core * 1000:8.1f} ms")
    for name, seconds in found.items():
        print(f"  {name:<28}{seconds * 1000:8.1f} ms{core / seconds:9.1f} times as fast")
    faster = core / found["get_data"]
    yield faster >= LEAST_FASTER, f"the whole page is {faster:.1f} times as fast as core's (at least {LEAST_FASTER})"


def measure_growth(env, options):
    """Print how long the page takes with more years of history, and with more volume; return what is kept."""
    before = timing.time_page(env)
    fill.copy_facts(env, 2, 3)
    years = timing.time_page(env)
    fill.remove_copies(env)
    fill.copy_facts(env, 4, 0)
    volume = timing.time_page(env)
    print("The whole page")
    for name, seconds in (("three years", before), ("nine years", years), ("five times the volume", volume)):
        print(f"  {name:<28}{seconds * 1000:8.1f} ms{seconds / before:9.2f} times")
    yield years / before <= MOST_YEARS, f"more years take {years / before:.2f} of the time (limit {MOST_YEARS})"
    yield volume / before <= MOST_VOLUME, f"five times the volume {volume / before:.2f} (limit {MOST_VOLUME})"


def measure_deliveries(env, options):
    """Print what facts cost when deliveries are validated; return what is kept."""
    env = env(user=1, su=True)
    found = deliveries.validate_in_turns(env, deliveries.make_deliveries(env, options.deliveries))
    print(f"{options.deliveries:,} deliveries, in turns")
    for name, (seconds, statements) in found.items():
        print(f"  {name + ' facts':<28}{seconds * 1000:8.1f} ms{statements:9.0f} statements")
    more = found["with"][1] - found["without"][1]
    yield more <= 1, f"a validated delivery has {more:.0f} statement more, for the fact that it concerns (limit 1)"
    again = {}
    for name, mode in (("with", deliveries.with_facts), ("without", deliveries.without_facts)):
        pickings = deliveries.make_deliveries(env, options.deliveries // 5)
        with mode(env):
            again[name], seconds = at_once.validate_at_once(env, pickings)
        rate = len(pickings) / seconds
        print(f"  {at_once.WORKERS} workers {name + ' facts':<18}{rate:8.1f} per second, {again[name]} tried again")
    tried = f"{again['with']} validations of {at_once.WORKERS} workers tried again, {again['without']} without facts"
    yield again["with"] <= again["without"], tried


PARTS = {
    "page": measure_page,
    "picture": picture.measure_picture,
    "deliveries": measure_deliveries,
    "growth": measure_growth,
}
