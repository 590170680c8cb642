"""The PDF engine: wkhtmltopdf with the patched Qt that Odoo's headers and footers need."""

import os
import shutil
import subprocess

from . import apt, paths, python_env
from .steps import Missing, say

LIBRARIES = ["fonts-dejavu-core", "libfontconfig1", "libfreetype6", "libx11-6", "libxext6", "libxrender1"]


def ensure():
    """Return the folders that hold ``wkhtmltopdf``, to be put on PATH; none if the machine has the patched one."""
    own = shutil.which("wkhtmltopdf")
    if own and "with patched qt" in subprocess.run([own, "--version"], capture_output=True, text=True).stdout:
        return []
    lock = paths.DEV / "requirements-pdf.lock"
    venv = python_env.ensure("Installing the PDF engine", lock)
    program = next(venv.glob("lib/python*/site-packages/pydf/bin/wkhtmltopdf"))
    if not os.access(program, os.X_OK):
        program.chmod(0o755)
    if not _starts(program):
        try:
            apt.install(LIBRARIES, "The PDF engine needs libraries that are not on this machine")
        except Missing as missing:
            say(f"  {missing}. Reports can't be made into PDF until then.\n  Remedy: {missing.remedy}")
    return [program.parent]


def _starts(program):
    return subprocess.run([program, "--version"], capture_output=True).returncode == 0
