"""The prepared environment: everything that a command of ./dev runs Odoo with."""

import contextlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import odoo_source, paths, pdf, postgres, python_env


@dataclass(frozen=True)
class Environment:
    """Odoo's source, its Python, its configuration file and the variables to run it with."""

    odoo: odoo_source.OdooSource
    python: Path
    conf: Path
    data_dir: Path
    variables: dict

    def odoo_command(self, *arguments):
        """Return the command line that runs Odoo with ``arguments``; the variables name its configuration."""
        # Not `python -m odoo`: with workers that kills the process that serves websockets.
        return [str(self.python), str(self.odoo.command), *map(str, arguments)]

    def call(self, command, **options):
        """Run ``command`` in this environment on the person's own terminal and return its exit code.

        A terminal's Ctrl-C reaches the command as well; it is the command that decides what that means.
        """
        variables = {**os.environ, **self.variables}
        with subprocess.Popen([str(part) for part in command], env=variables, **options) as child:
            while True:
                try:
                    return child.wait()
                except KeyboardInterrupt:
                    continue
                except SystemExit:
                    child.terminate()
                    raise


def _write_conf(odoo):
    """Write Odoo's configuration file; the database server comes from the PG* variables."""
    add_ons_path = [*odoo.core_addons, *([paths.ROOT] if paths.add_ons() else [])]
    conf = paths.LOCAL / "odoo.conf"
    content = "\n".join([
        "[options]",
        f"addons_path = {','.join(map(str, add_ons_path))}",
        f"data_dir = {paths.LOCAL / 'data'}",
        "http_interface = 127.0.0.1",
        "admin_passwd = admin",
        "",
    ])  # fmt: skip
    if not conf.exists() or conf.read_text() != content:
        part = conf.with_name(f"odoo.conf.{os.getpid()}")
        part.write_text(content)
        part.replace(conf)
    return conf


@contextlib.contextmanager
def prepared():
    """Make ready what is missing and yield the :class:`Environment`; PostgreSQL serves within the body."""
    paths.LOCAL.mkdir(exist_ok=True)
    odoo = odoo_source.ensure()
    venv = python_env.ensure(
        "Installing Odoo's Python packages", paths.DEV / "requirements.lock", python_path=odoo.python_path
    )
    programs = [venv / "bin", *pdf.ensure()]
    with postgres.serving() as variables:
        path = os.pathsep.join([*map(str, programs), variables.get("PATH", os.environ["PATH"])])
        conf = _write_conf(odoo)
        variables = {**variables, "PATH": path, "VIRTUAL_ENV": str(venv)}
        variables |= {"ODOO_RC": str(conf), "ODOO_COMMAND": str(odoo.command)}
        yield Environment(odoo, venv / "bin/python", conf, paths.LOCAL / "data", variables)
