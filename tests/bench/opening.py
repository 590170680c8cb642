"""How long the server takes to open an opportunity: ``./dev bench opening``, part of ``planner``.

What a browser asks when somebody opens an opportunity in a client that has its views and scripts already
goes, in this order, through Odoo's WSGI application, logged in as a salesperson. Times are wall time, since
PostgreSQL works in a process of its own; medians of rounds in which the competitors take turns.
"""

import gc
import json
import threading
import time
from datetime import timedelta
from functools import partial
from statistics import median

from projects import make_deals, make_template

STAGES = 50
OPENINGS = 40
WARMING = 3
LOGIN = "opening@example.com"
SHADED_AROUND = timedelta(days=31)  # as in outlook_hook.js

CORE, OURS, CORE_BARE, OURS_BARE = "core's form", "with 50 stages", "core's form, no project", "without a project"
OUTLOOK = "outlook"


def main(argv, bench):
    """Print what opening an opportunity with 50 stages costs beside core's form; return 1 beyond a limit."""
    with bench.environment() as env:
        openings = _prepare(env)
        env.cr.commit()  # for the requests; this database is the benchmark's own
    post = _log_in(bench)
    outlook = {"50 stages, closed time and critical path": openings.pop(OUTLOOK)}
    reading = {name: calls[:1] for name, calls in openings.items()}
    read, opened = _measure(post, reading), _measure(post, openings)
    _print("Reading an opportunity for its form, web_read alone", read)
    _print("Opening it: web_read, pipeline columns, chatter", opened)
    _print("What the diagram asks when it comes into view, below the list", _measure(post, outlook))
    more = opened[OURS][1] - opened[CORE][1]
    ratio = opened[OURS][0] / opened[CORE][0]
    bare_more = opened[OURS_BARE][1] - opened[CORE_BARE][1]
    print(f"      web_read alone takes {read[OURS][0] / read[CORE][0]:.2f} of the time of core's form")
    kept = {
        f"50 stages take {more} queries more to open (limit 20)": more <= 20,
        f"50 stages take {ratio:.2f} of the time of core's form to open (limit 1.50)": ratio <= 1.5,
        f"without a project {bare_more} queries more (limit 0)": bare_more <= 0,
    }
    for words, holds in kept.items():
        print(f"{'PASS' if holds else 'FAIL'}: {words}")
    return int(not all(kept.values()))


def _prepare(env):
    """Make a salesperson with two deals, and return the requests that open them in each of the forms."""
    from odoo.addons.crm_smarket.tests.web_client import get_form_specification

    seller = env["res.users"].create(
        {
            "name": "Seller",
            "login": LOGIN,
            "password": LOGIN,
            "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
        }
    )
    deal, bare = make_deals(env, 2)
    (deal + bare).user_id = seller
    deal.project_template_id = make_template(env, STAGES)
    leads = env["crm.lead"].with_user(seller)
    view = env.ref("crm_smarket.crm_lead_view_form")
    ours = get_form_specification(leads, "crm.crm_lead_view_form")
    view.active = False
    core = get_form_specification(leads, "crm.crm_lead_view_form")
    view.active = True
    context = {"lang": "en_US", "tz": "UTC", "uid": seller.id, "allowed_company_ids": seller.company_ids.ids}
    requests = partial(_get_requests, context=context)
    return {
        CORE: requests(deal, core),
        OURS: requests(deal, ours),
        CORE_BARE: requests(bare, core),
        OURS_BARE: requests(bare, ours),
        OUTLOOK: [_get_outlook_request(deal, context)],
    }


def _get_requests(lead, specification, context):
    """Return ``[(path, params), …]`` as recorded in a browser, for any form of an opportunity."""
    thread = {"thread_id": lead.id, "thread_model": "crm.lead"}
    parts = ["activities", "attachments", "contact_fields", "followers", "scheduledMessages", "suggestedRecipients"]
    columns = ["|", ["id", "=", lead.stage_id.id], "|", ["team_ids", "in", lead.team_id.ids], ["team_ids", "=", False]]
    return [
        _call("crm.lead", "web_read", [lead.ids], {"specification": specification}, {**context, "bin_size": True}),
        _call("crm.stage", "search_read", [], {"domain": columns, "fields": ["display_name", "fold"]}, context),
        ("/mail/thread/messages", {**thread, "fetch_params": {"limit": 30}}),
        (
            "/mail/data",
            {
                "fetch_params": [["mail.thread", {**thread, "access_params": {}, "request_list": parts}]],
                "context": context,
            },
        ),
    ]


def _get_outlook_request(lead, context):
    """Return what the diagram asks when somebody scrolls down to it."""
    stages = lead.project_stage_ids
    start = min(stages.mapped("date_start")) - SHADED_AROUND
    end = max(stages.mapped("date_end")) + SHADED_AROUND
    return _call("crm.lead", "get_project_outlook", [lead.ids, str(start), str(end)], {}, context)


def _call(model, method, args, kwargs, context):
    params = {"model": model, "method": method, "args": args, "kwargs": {**kwargs, "context": context}}
    return f"/web/dataset/call_kw/{model}/{method}", params


def _log_in(bench):
    """Return a function ``(path, params)`` that posts to Odoo as a logged-in browser does."""
    from werkzeug.test import Client

    from odoo.http import root
    from odoo.tools import config

    config["dbfilter"] = f"^{bench.database}$"
    client = Client(root)

    def post(path, params):
        response = client.post(
            path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        )
        answer = json.loads(response.data)
        if "error" in answer:
            raise RuntimeError(f"{path}: {answer['error']['data']['debug']}")

    post("/web/session/authenticate", {"db": bench.database, "login": LOGIN, "password": LOGIN})
    return post


def _measure(post, openings):
    """Return ``{name: (seconds, queries)}`` of some lists of requests."""
    times = {name: [] for name in openings}
    queries = dict.fromkeys(openings, 0)
    for number in range(OPENINGS + WARMING):
        for name, calls in openings.items():
            gc.collect()
            seconds = asked = 0
            for path, params in calls:
                begin = time.perf_counter()
                post(path, params)
                seconds += time.perf_counter() - begin
                asked += threading.current_thread().query_count
            queries[name] = asked
            if number >= WARMING:
                times[name].append(seconds)
    return {name: (median(found), queries[name]) for name, found in times.items()}


def _print(title, figures):
    print(title)
    for name, (seconds, queries) in figures.items():
        print(f"  {name:<42}{seconds * 1000:8.1f} ms{queries:8d} queries")
