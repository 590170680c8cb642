"""How fast all rows of a list become a workbook, and what memory that takes, beside core's own export."""

import gc
import json
import tempfile
import threading
import time
from types import SimpleNamespace
from unittest.mock import patch

import psutil
from lxml import etree

MODEL = "crm.shipment.fact"
ROWS = 100_000
ROUNDS = 2
LEAST_FASTER = 3
MOST_MEGABYTES = 150


def measure_exports(env):
    """Print how long both take for the same rows and columns, and how much memory; return what is kept.

    The columns are those of a fresh list, which core exports; then all that one can switch on, which ours has.
    """
    env.user.sudo().group_ids += env.ref("base.group_allow_export")
    job = _make_job(env, _get_domain(env))
    reader = job._get_reader()
    columns = job._get_columns(reader)
    arch = etree.fromstring(reader.get_view(view_type="list")["arch"])
    hidden = {node.get("name") for node in arch if node.get("optional") == "hide"}
    shown = [column for column in columns if column["name"] not in hidden]
    for words, chosen in (("the columns of a fresh list", shown), ("all columns", columns)):
        yield from _measure(env, job, chosen, f"{words} ({len(chosen)})")


def _measure(env, job, columns, words):
    """Print and yield the figures of an export of some columns: of each the better of two, in turns."""
    print(f"Export of {words}, {env[MODEL].search_count(job.domain):,} rows")
    seconds, megabytes = {}, {}
    # Ours first: what core needed stays with the process.
    for name, export in (("ours", _export), ("core", _export_by_core)) * ROUNDS:
        env.invalidate_all()
        gc.collect()
        with MemoryWatch() as watch:
            begin = time.perf_counter()
            size = export(env, job, columns)
            took = time.perf_counter() - begin
        seconds[name] = min(took, seconds.get(name, took))
        megabytes[name] = max(watch.megabytes, megabytes.get(name, 0))
        print(f"  {name:<28}{took:8.1f} s{watch.megabytes:9.0f} MB more memory{size / 2**20:9.1f} MB of file")
    faster, memory = seconds["core"] / seconds["ours"], megabytes["ours"]
    yield faster >= LEAST_FASTER, f"{words} are written {faster:.1f} times as fast as by core (at least {LEAST_FASTER})"
    yield memory < MOST_MEGABYTES, f"that takes {memory:.0f} MB (limit {MOST_MEGABYTES})"


def _get_domain(env):
    """Return the domain of the first rows."""
    last = env[MODEL].search([], order="id", offset=ROWS - 1, limit=1)
    return [("id", "<=", last.id)] if last else []


def _make_job(env, domain):
    """Return a job as :meth:`start` makes it, written by whoever calls."""
    context = {"lang": env.lang, "tz": env.user.tz, "allowed_company_ids": env.companies.ids}
    values = {"name": "Shipments", "model": MODEL, "domain": domain, "context": context, "state": "direct"}
    return env["crm.workbook.job"].sudo().create(values).sudo(False)


def _export(env, job, columns):
    """Write our workbook; return its size in bytes."""
    with tempfile.TemporaryFile() as file, patch.object(type(job), "_get_columns", lambda *_args: columns):
        job._write_file(file, job._get_reader())
        return file.tell()


def _export_by_core(env, job, columns):
    """Let core's controller make its workbook of the same rows and columns; return its size in bytes."""
    from odoo.http import _request_stack

    from odoo.addons.web.controllers.export import ExcelExport

    data = {
        "model": MODEL,
        "fields": [
            {"name": column["name"], "label": column["label"], "type": column["field"]["type"]} for column in columns
        ],
        "ids": False,
        "domain": job.domain,
        "import_compat": False,
    }
    _request_stack.push(
        SimpleNamespace(
            env=env,
            httprequest=SimpleNamespace(environ={"REMOTE_ADDR": ""}),
            make_response=lambda content, **_options: content,
        )
    )
    try:
        return len(ExcelExport().base(json.dumps(data)))
    finally:
        _request_stack.pop()


class MemoryWatch:
    """Looks at the memory of this process while something runs; ``megabytes`` is by how much it grew at most."""

    EVERY = 0.02

    def __enter__(self):
        self.process = psutil.Process()
        self.before = self.most = self.process.memory_info().rss
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.is_over.set()
        self.thread.join()

    @property
    def megabytes(self):
        return (self.most - self.before) / 2**20

    def _look(self):
        while not self.is_over.wait(self.EVERY):
            self.most = max(self.most, self.process.memory_info().rss)
