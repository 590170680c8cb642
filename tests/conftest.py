"""What tests of several folders share."""

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
