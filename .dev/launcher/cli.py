"""The commands of ./dev."""

import signal
import sys

from . import database, environment, linting, serving, testing
from .steps import CommandFailed, Missing

HELP = """\
./dev run [--port N] [--fresh]   serve the demonstration company and print its address and login
./dev test [pytest arguments]    run every test and linter, or what the arguments name
./dev lint [--fix] [NAME…]       run the linters; --fix mends what they can mend themselves
./dev i18n [ADD-ON…]             refresh the translation files from the source and list the gaps
./dev bench NAME [arguments]      run the benchmark tests/bench/NAME.py
./dev odoo ARGUMENTS             Odoo's own command line, for example: ./dev odoo shell -d crm_smarket_demo
./dev db NAME [--demo]           make (or make anew) a database with the add-ons installed
./dev exec COMMAND               any command in the prepared environment, for example: ./dev exec psql -l
./dev help                       this text

Whatever is missing is made ready first. Variables: ODOO_HOME names a source tree of Odoo 19 to use, the usual
PG* ones a PostgreSQL server (PGHOST, PGPORT, PGUSER, PGPASSWORD), XDG_CACHE_HOME the place of the cache."""


def _run(arguments):
    with environment.prepared() as prepared:
        return serving.run(prepared, arguments)


def _i18n(arguments):
    with environment.prepared() as prepared:
        return testing.refresh_translations(prepared, arguments)


def _bench(arguments):
    with environment.prepared() as prepared:
        return testing.bench(prepared, arguments)


def _odoo(arguments):
    with environment.prepared() as prepared:
        return prepared.call(prepared.odoo_command(*arguments))


def _db(arguments):
    options = [argument for argument in arguments if argument.startswith("-")]
    names = [argument for argument in arguments if argument not in options]
    if len(names) != 1 or options not in ([], ["--demo"]):
        raise CommandFailed("./dev db takes one name, and --demo for demonstration data")
    with environment.prepared() as prepared:
        database.Databases(prepared).with_add_ons(names[0], demo=bool(options))
    return 0


def _test(arguments):
    with environment.prepared() as prepared:
        return testing.run(prepared, arguments)


def _exec(arguments):
    with environment.prepared() as prepared:
        return prepared.call(arguments)


def _help(arguments):
    print(HELP)
    return 0


COMMANDS = {
    "run": _run,
    "test": _test,
    "lint": linting.main,
    "i18n": _i18n,
    "bench": _bench,
    "odoo": _odoo,
    "db": _db,
    "exec": _exec,
    "help": _help,
    "--help": _help,
    "-h": _help,
}


def _end(number, frame):
    """Ended from outside, a command still ends what it has started, in peace."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def main(arguments):
    """Carry out a command line and return the exit code."""
    name, *rest = arguments or ["help"]
    command = COMMANDS.get(name)
    if not command:
        sys.stderr.write(f"./dev has no command “{name}”.\n\n{HELP}\n")
        return 2
    signal.signal(signal.SIGTERM, _end)
    try:
        return command(rest)
    except Missing as missing:
        sys.stderr.write(f"\n{missing}\nRemedy: {missing.remedy}\n")
    except CommandFailed as error:
        sys.stderr.write(f"\n{error}\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    return 1
