"""Pytest plugin: a test that did not run is a test that failed.

Odoo skips browser tests where a browser, a websocket client or the HTTP server is missing, and exits well.
"""

import contextlib
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

# A busy machine is no reason to fail; CI tries the same examples each time, people ever new ones.
hypothesis.settings.register_profile(
    "project",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("project")


def _fail_if_skipped(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason}\nA skipped test counts as failed: what it checks was not checked."
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Turn a skipped test into a failed one."""
    return _fail_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Turn a skipped module into a failed one."""
    return _fail_if_skipped((yield))


@contextlib.contextmanager
def _own_filestore(database, copy):
    """Give the worker of a parallel run (``-n``) a filestore beside its copy of the database.

    With one for all, what Odoo tidies up after each class of tests takes the files that other workers
    have not committed, as their tests never do.
    """
    from odoo.tools import config

    filestores = Path(config["data_dir"]) / "filestore"
    if copy == database:
        yield
        return
    shutil.copytree(filestores / database, filestores / copy, copy_function=os.link, dirs_exist_ok=True)
    try:
        yield
    finally:
        shutil.rmtree(filestores / copy, ignore_errors=True)


def pytest_configure():
    """Replace the one filestore that pytest-odoo lets all workers share."""
    import pytest_odoo

    pytest_odoo._shared_filestore = _own_filestore
