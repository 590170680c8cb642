"""Modules of core that our add-ons do not need, but that many databases have beside them."""

import os
import subprocess
import sys
from pathlib import Path

from launcher import paths

TIMEOUT = 420  # seconds, for a busy machine
CASES = Path(__file__).with_name("kits_and_dropshipping.py")


def _run(*arguments):
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=paths.ROOT, capture_output=True, text=True, timeout=TIMEOUT
    )
    assert not done.returncode, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


def test_kits_and_dropshipping(own_database):
    """The guide, the delivery notes and the reservations are right for kits and for what vendors send."""
    configuration = os.environ["ODOO_RC"]
    modules = "sale_mrp,stock_dropshipping"
    options = ["-c", configuration, "-d", own_database, "-i", modules, "--stop-after-init", "--no-http"]
    _run(os.environ["ODOO_COMMAND"], *options, "--log-level=warn")
    pytest_options = ["-c", paths.DEV / "pytest.ini", f"--rootdir={paths.ROOT}", "-o", "addopts="]
    pytest_options += [f"--odoo-config={configuration}", f"--odoo-database={own_database}"]
    assert " passed" in _run("-m", "pytest", *pytest_options, CASES)
