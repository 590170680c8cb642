"""What tests of several folders share."""

import contextlib
import os

import pytest


@pytest.fixture
def connect():
    """Return what opens a real connection: a context manager that gives an environment of its own."""
    # Here, since tests of pure functions need no Odoo.
    from odoo.api import SUPERUSER_ID, Environment
    from odoo.modules.registry import Registry
    from odoo.tests.common import get_db_name

    registry = Registry(get_db_name())

    class Connection:
        def __enter__(self):
            self.cursor = registry.cursor()
            return Environment(self.cursor, SUPERUSER_ID, {})

        def __exit__(self, *_error):
            self.cursor.close()

    return Connection


@pytest.fixture
def own_database():
    """Yield the name of a database of its own with our add-ons; who opens it here closes it."""
    from odoo.sql_db import db_connect
    from odoo.tests.common import get_db_name
    from odoo.tools import SQL

    def on_server(*statements):
        with contextlib.closing(db_connect("postgres").cursor()) as cursor:
            cursor._cnx.autocommit = True  # no transaction may hold them
            for statement in statements:
                cursor.execute(statement)

    name = f"{get_db_name()}_own"
    drop = SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name))
    template = SQL.identifier(os.environ["CRM_SMARKET_TEMPLATE"])
    on_server(drop, SQL("CREATE DATABASE %s TEMPLATE %s", SQL.identifier(name), template))
    yield name
    on_server(drop)
