"""Modules of core that our add-ons do not need, but that many databases have beside them."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from launcher import paths

from odoo.sql_db import db_connect
from odoo.tests.common import get_db_name
from odoo.tools import SQL

TIMEOUT = 420  # seconds, for a busy machine
CASES = Path(__file__).with_name("kits_and_dropshipping.py")


def _on_server(*statements):
    """Execute statements that no transaction may hold."""
    with contextlib.closing(db_connect("postgres").cursor()) as cursor:
        cursor._cnx.autocommit = True
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def database():
    """Yield the name of a database of its own with our add-ons."""
    name = f"{get_db_name()}_neighbours"
    drop = SQL("DROP DATABASE IF EXISTS %s", SQL.identifier(name))
    template = SQL.identifier(os.environ["CRM_SMARKET_TEMPLATE"])
    _on_server(drop, SQL("CREATE DATABASE %s TEMPLATE %s", SQL.identifier(name), template))
    yield name
    _on_server(drop)


def _run(*arguments):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=paths.ROOT, capture_output=True, text=True, timeout=TIMEOUT
    )
    assert not done.returncode, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


def test_kits_and_dropshipping(database):
    """The guide, the delivery notes and the reservations are right for kits and for what vendors send."""
    configuration = os.environ["ODOO_RC"]
    modules = "sale_mrp,stock_dropshipping"
    options = ["-c", configuration, "-d", database, "-i", modules, "--stop-after-init", "--no-http"]
    _run(os.environ["ODOO_COMMAND"], *options, "--log-level=warn")
    pytest_options = ["-c", paths.DEV / "pytest.ini", f"--rootdir={paths.ROOT}", "-o", "addopts="]
    pytest_options += [f"--odoo-config={configuration}", f"--odoo-database={database}"]
    assert " passed" in _run("-m", "pytest", *pytest_options, CASES)
