"""The PDF engine: wkhtmltopdf with the patched Qt that Odoo's headers and footers need."""

import os
import shutil
import subprocess

from . import paths, python_env
from .steps import say


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
    answer = subprocess.run([program, "--version"], capture_output=True, text=True)
    if answer.returncode:
        say(f"  Reports can't be made into PDF here: wkhtmltopdf does not start ({answer.stderr.strip()[:200]}).")
        say("  Remedy: install the library that it names, or a wkhtmltopdf with patched Qt.")
        return []
    return [program.parent]
