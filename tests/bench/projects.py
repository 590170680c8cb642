"""How fast projects are made from a template: ``./dev bench projects``, part of ``planner``.

Times are wall time, since PostgreSQL works in a process of its own; medians of rounds in which the
competitors take turns, each in a savepoint that is rolled back.
"""

import gc
import time
from statistics import median

DEALS = 1_000
STAGES = 12
ROUNDS = 3
COPIED = (
    "lead_id",
    "template_stage_id",
    "sequence",
    "name",
    "dependency_type",
    "offset",
    "offset_unit",
    "duration",
    "duration_unit",
    "lag",
    "lag_unit",
    "date_origin",
    "date_start",
    "date_end",
    "baseline_date_start",
    "baseline_date_end",
    "user_ids",
)


def main(argv, bench):
    """Print all figures and return 1 if one of them is beyond its limit."""
    with bench.environment() as env:
        return int(not compare_with_create(env))


def compare_with_create(env):
    """Print how long 1,000 projects from a template take beside a plain ``create`` of the same rows."""
    from odoo import models

    template = make_template(env, STAGES)
    times = {"from the template": [], "plain create": []}
    queries = {}
    for number in range(ROUNDS + 1):
        deals = make_deals(env, 10 if not number else DEALS)
        deals._store_project({"project_template_id": template.id})
        with env.cr.savepoint() as savepoint:
            seconds, queries[len(deals)] = _take(env, deals._create_project_stages)
            rows = [_copy_values(stage) for stage in deals.project_stage_ids]
            savepoint.rollback()
        env.invalidate_all(flush=False)
        with env.cr.savepoint() as savepoint:
            stages = env["crm.project.stage"]
            plain, _queries = _take(env, lambda: models.Model.create(stages, rows))  # noqa: B023
            savepoint.rollback()
        env.invalidate_all(flush=False)
        if number:  # the first round warms up
            times["from the template"].append(seconds)
            times["plain create"].append(plain)
    found = {name: median(values) for name, values in times.items()}
    ratio = found["from the template"] / found["plain create"]
    print(f"{DEALS:,} opportunities with {STAGES} stages each, working hours")
    for name, seconds in found.items():
        print(f"  {name:<42}{seconds:8.2f} s")
    print(f"  queries: {', '.join(f'{number} for {count:,} deals' for count, number in queries.items())}")
    kept = ratio <= 2
    print(f"{'PASS' if kept else 'FAIL'}: from the template takes {ratio:.2f} of a plain create (limit 2.00)")
    return kept


def _take(env, function):
    """Return the seconds and queries that a function takes with nothing in the cache."""
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    queries = env.cr.sql_log_count
    begin = time.perf_counter()
    function()
    env.flush_all()
    return time.perf_counter() - begin, env.cr.sql_log_count - queries


def make_template(env, count):
    """Return a template of so many stages in working hours, each after the one before it."""
    template = env["crm.project.template"].create(
        {"name": "Bench", "resource_calendar_id": env.company.resource_calendar_id.id}
    )
    stage = env["crm.project.template.stage"]
    for number in range(count):
        stage = stage.create(
            {
                "template_id": template.id,
                "name": f"Stage {number}",
                "sequence": number,
                "offset": number,
                "duration": 2,
                "predecessor_ids": [(6, 0, stage.ids)],
                "dependency_type": "hard" if number % 2 else "soft",
            }
        )
    return template


def make_deals(env, count):
    """Return so many opportunities without a project."""
    leads = env["crm.lead"].with_context(tracking_disable=True, mail_create_nolog=True)
    return leads.create([{"name": f"Deal {number}", "type": "opportunity"} for number in range(count)])


def _copy_values(stage):
    values = {name: stage[name] for name in COPIED}
    values["user_ids"] = [(6, 0, stage.user_ids.ids)]
    return {**values, "lead_id": stage.lead_id.id, "template_stage_id": stage.template_stage_id.id}
