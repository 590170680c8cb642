"""The linters: Python, add-ons as OCA checks them, scripts, styles and XML."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from . import paths, python_env
from .steps import locked, run, step


@dataclass(frozen=True)
class Linter:
    """One tool: how it checks, and how it mends what it can (``None`` if it can't)."""

    name: str
    check: list
    mend: list | None = None


def _node_modules(tools):
    """Return the folder with the packages that the lock file of eslint and prettier names."""
    lock = paths.DEV / "package-lock.json"
    target = paths.cache("node", hashlib.sha256(lock.read_bytes()).hexdigest()[:16])
    with locked(paths.cache("locks", f"node-{target.name}")):
        if not target.exists():
            with step("Installing eslint and prettier"):
                part = target.with_name(f"{target.name}.{os.getpid()}.part")
                part.mkdir(parents=True)
                try:
                    for name in ("package.json", "package-lock.json"):
                        shutil.copy(paths.DEV / name, part)
                    npm = [tools / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
                    run(npm, cwd=part, env={"PATH": f"{tools}:{os.environ['PATH']}"}, log=paths.LOCAL / "log/npm.log")
                    part.rename(target)
                finally:
                    shutil.rmtree(part, ignore_errors=True)
    return target / "node_modules"


def ensure():
    """Make ready what the linters are made of; return (folder of programs, folder of Node packages)."""
    tools = python_env.ensure("Installing the linters", paths.DEV / "requirements-tools.lock") / "bin"
    return tools, _node_modules(tools)


def linters():
    """Return the linters that apply to the files that there are."""
    tools, node_modules = ensure()
    add_ons = [str(folder.relative_to(paths.ROOT)) for folder in paths.add_ons()]
    python = ["dev", ".dev", *add_ons, *(["tests"] if (paths.ROOT / "tests").exists() else [])]
    ruff = [tools / "ruff"]
    ruff_options = ["--config", ".dev/ruff.toml", *python]
    found = [
        Linter("ruff", [*ruff, "check", *ruff_options], [*ruff, "check", "--fix", *ruff_options]),
        Linter("ruff-format", [*ruff, "format", "--diff", *ruff_options], [*ruff, "format", *ruff_options]),
    ]
    if add_ons:
        found.append(Linter("pylint-odoo", [tools / "pylint", "--rcfile=.dev/pylintrc", *add_ons]))
        found.append(Linter("oca-checks", [tools / "oca-checks-odoo-module", *add_ons]))
    scripts = _files(add_ons, ("js",))
    if scripts:
        eslint = [tools / "node", node_modules / "eslint/bin/eslint.js", "-c", ".dev/eslint.config.cjs"]
        eslint += ["--max-warnings=0"]
        found.append(Linter("eslint", [*eslint, *scripts], [*eslint, "--fix", *scripts]))
    texts = _files(add_ons, ("js", "scss", "xml"))
    if texts:
        prettier = [tools / "node", node_modules / "prettier/bin/prettier.cjs", "--config=.dev/prettier.config.cjs"]
        found.append(Linter("prettier", [*prettier, "--check", *texts], [*prettier, "--write", *texts]))
    return found


def _files(add_ons, suffixes):
    """Return the add-ons' own files with one of the suffixes, relative to the checkout."""
    found = (path for name in add_ons for suffix in suffixes for path in (paths.ROOT / name).rglob(f"*.{suffix}"))
    return sorted(str(path.relative_to(paths.ROOT)) for path in found if "/static/lib/" not in str(path))


def call(command):
    """Run one linter's command line; return (exit code, what it printed)."""
    variables = {"NODE_PATH": str(command[1]).partition("/node_modules/")[0] + "/node_modules"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=paths.ROOT,
        env={**os.environ, **variables, "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


def main(arguments):
    """Run every linter, or those named; ``--fix`` mends first what can be mended. Return the exit code."""
    wanted = [argument for argument in arguments if argument != "--fix"]
    chosen = [linter for linter in linters() if not wanted or linter.name in wanted]
    if "--fix" in arguments:
        for linter in chosen:
            if linter.mend:
                call(linter.mend)
    failed = []
    for linter in chosen:
        with step(linter.name):
            code, output = call(linter.check)
            if code:
                failed.append(linter.name)
                sys.stdout.write(output)
    sys.stdout.write(f"Failed: {', '.join(failed)}\n" if failed else "No findings.\n")
    return 1 if failed else 0
