"""Benchmarks: ``tests/bench/NAME.py`` runs with Odoo importable and a database of its own.

A benchmark is a module with a function ``main(argv, bench)``: ``argv`` are the arguments after its name, ``bench``
is a :class:`Bench`, and what it returns is the exit code (``None`` and 0: every limit is kept).
"""

import contextlib
import importlib.util
import os
import sys

from . import live_server, paths

DATABASE = "crm_smarket_bench"


class Bench:
    """What a benchmark may use."""

    #: Path of Odoo's configuration file; DATABASE exists and holds the add-ons, without demonstration data.
    odoo_conf = os.environ.get("ODOO_RC")
    database = DATABASE

    @contextlib.contextmanager
    def environment(self):
        """Yield an Odoo environment of the superuser; what the body does is rolled back."""
        import odoo.api
        from odoo.modules.registry import Registry
        from odoo.tools import config

        config.parse_config(["-c", self.odoo_conf, "-d", self.database, "--log-level=warn", "--no-http"])
        with Registry(self.database).cursor() as cursor:
            yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, {})
            cursor.rollback()

    def serving(self, **options):
        """Serve DATABASE while the body runs, see :func:`live_server.serving`."""
        return live_server.serving(self.database, paths.LOCAL / "log/bench_server.log", **options)


def names():
    """Return the names of the benchmarks that there are, sorted."""
    return sorted(path.stem for path in (paths.ROOT / "tests/bench").glob("*.py") if path.stem != "__init__")


def main(argv):
    """Run one benchmark, inside the prepared environment, and return its exit code."""
    name, *rest = argv
    sys.path.insert(0, str(paths.ROOT / "tests/bench"))
    spec = importlib.util.spec_from_file_location(f"bench_{name}", paths.ROOT / f"tests/bench/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main(rest, Bench()) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
