"""The test run: a database with the add-ons, Odoo's server inside pytest, and a browser."""

import contextlib
import fcntl
import os

from . import benching, browser, paths
from .database import Databases, add_ons_digest
from .steps import Missing, locked, say, step
from .steps import run as execute


def template(databases):
    """Return the name of the database that test databases are cloned from: our add-ons, no demonstration data."""
    base = databases.base(translated=False)
    digest = add_ons_digest(translations=False)[:12]
    name = f"crm_smarket_tests_{base[-6:]}_{digest}"
    with locked(paths.LOCAL / "locks/tests-template"):
        if not databases.exists(name):
            for old in databases.names("crm_smarket_tests_%"):
                databases.drop(old)
            part = f"{name}_part"
            databases.with_add_ons(part, demo=False)
            databases.generate_bundles(part)
            databases.rename(part, name)
    return name


@contextlib.contextmanager
def _free_name():
    """Yield a database name that no other test run of this checkout uses at the moment."""
    number = 1
    while True:
        path = paths.LOCAL / f"locks/test-{number}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                number += 1
                continue
            yield "crm_smarket_test" if number == 1 else f"crm_smarket_test_{number}"
            return


def run(prepared, arguments):
    """Run pytest with ``arguments`` (all tests if they name none) and return its exit code."""
    browser.ensure()
    databases = Databases(prepared)
    ready = template(databases)
    with _free_name() as name:
        with step("Cloning the test database"):
            databases.clone(ready, name)
        say("· Running the tests …")
        command = [prepared.python, "-m", "pytest", "-c", paths.DEV / "pytest.ini", f"--rootdir={paths.ROOT}"]
        command += [f"--odoo-config={prepared.conf}", f"--odoo-database={name}", *arguments]
        path = os.pathsep.join(filter(None, [str(paths.DEV), os.environ.get("PYTHONPATH")]))
        variables = [f"PYTHONPATH={path}", f"HYPOTHESIS_STORAGE_DIRECTORY={paths.LOCAL / 'hypothesis'}"]
        variables.append(f"CRM_SMARKET_TEMPLATE={ready}")  # for tests that need another database of their own
        code = prepared.call(["env", *variables, *command], cwd=paths.ROOT)
        # Nothing is printed after pytest's closing line.
        databases.drop(name)
    return code


def bench(prepared, arguments):
    """Run a benchmark on a database of its own and return its exit code."""
    if not arguments or arguments[0] not in benching.names():
        raise Missing("which benchmark?", f"./dev bench NAME, with one of: {', '.join(benching.names())}")
    databases = Databases(prepared)
    ready = template(databases)
    with locked(paths.LOCAL / "locks/bench"):
        with step("Cloning the benchmark's database"):
            databases.clone(ready, benching.DATABASE)
        code = [prepared.python, "-m", "launcher.benching", *arguments]
        return prepared.call(["env", f"PYTHONPATH={paths.DEV}", *code], cwd=paths.ROOT)


def refresh_translations(prepared, arguments):
    """Export the terms of the add-ons (all, or those named) and merge them into their translation files."""
    databases = Databases(prepared)
    database = template(databases)
    folder = paths.LOCAL / "i18n"
    folder.mkdir(exist_ok=True)
    add_ons = [add_on for add_on in paths.add_ons() if not arguments or add_on.name in arguments]
    with step("Exporting terms"):
        for add_on in add_ons:
            options = ["i18n", "export", "-d", database, "-l", "pot", "-o", folder / f"{add_on.name}.pot", add_on.name]
            execute(prepared.odoo_command(*options), env=prepared.variables, log=paths.LOCAL / "log/i18n.log")
    code = [prepared.python, "-m", "launcher.translations", folder, *add_ons]
    return prepared.call(["env", f"PYTHONPATH={paths.DEV}", *code])
