"""How fast all rows of a list become a workbook, and what memory that takes, beside core's own export."""

import gc
import json
import tempfile
import threading
import time
from types import SimpleNamespace

import psutil

MODEL = "crm.shipment.fact"
ROWS = 100_000
LEAST_FASTER = 3
MOST_MEGABYTES = 150


def measure_exports(env):
    """Print how long both take for the same rows and columns, and how much memory; return what is kept."""
    env.user.sudo().group_ids += env.ref("base.group_allow_export")
    domain = _get_domain(env)
    count = env[MODEL].search_count(domain)
    found = {}
    # Ours first: what core needed stays with the process.
    for name, export in (("ours", _export), ("core", _export_by_core)):
        gc.collect()
        with MemoryWatch() as watch:
            begin = time.perf_counter()
            size = export(env, domain)
            found[name] = time.perf_counter() - begin, watch
        env.invalidate_all()
        print(
            f"  {name:<28}{found[name][0]:8.1f} s{watch.megabytes:9.0f} MB more memory"
            f"{size / 2**20:9.1f} MB of file, {count:,} rows"
        )
    (ours, watch), (core, _watch) = found["ours"], found["core"]
    faster = core / ours
    yield (
        faster >= LEAST_FASTER,
        f"the workbook is written {faster:.1f} times as fast as core's (at least {LEAST_FASTER})",
    )
    yield watch.megabytes < MOST_MEGABYTES, f"it takes {watch.megabytes:.0f} MB (limit {MOST_MEGABYTES})"


def _get_domain(env):
    """Return the domain of the first rows."""
    last = env[MODEL].search([], order="id", offset=ROWS - 1, limit=1)
    return [("id", "<=", last.id)] if last else []


def _make_job(env, domain):
    """Return a job as :meth:`start` makes it, written by whoever calls."""
    context = {"lang": env.lang, "tz": env.user.tz, "allowed_company_ids": env.companies.ids}
    values = {"name": "Shipments", "model": MODEL, "domain": domain, "context": context, "state": "direct"}
    return env["crm.workbook.job"].sudo().create(values).sudo(False)


def _export(env, domain):
    """Write our workbook; return its size in bytes."""
    job = _make_job(env, domain)
    with tempfile.TemporaryFile() as file:
        job._write_file(file, job._get_reader())
        return file.tell()


def _export_by_core(env, domain):
    """Let core's controller make its workbook of the same columns; return its size in bytes."""
    from odoo.http import _request_stack

    from odoo.addons.web.controllers.export import ExcelExport

    job = _make_job(env, domain)
    columns = job._get_columns(job._get_reader())
    data = {
        "model": MODEL,
        "fields": [
            {"name": column["name"], "label": column["label"], "type": column["field"]["type"]} for column in columns
        ],
        "ids": False,
        "domain": domain,
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
