"""Odoo's own linters (its module test_lint), narrowed to our add-ons.

Left out are its tests of its own checkers; pylint and eslint, which tests/test_lint.py runs with rules of ours; and
the search for conflict markers, which tests/test_repository.py does in our files alone.
"""

from unittest.mock import patch

import pytest
from launcher import paths

from odoo.modules import Manifest

from odoo.addons.test_lint.tests import test_pofile
from odoo.addons.test_lint.tests.test_docstring import TestDocstring
from odoo.addons.test_lint.tests.test_dunderinit import TestDunderinit
from odoo.addons.test_lint.tests.test_i18n import TestI18n
from odoo.addons.test_lint.tests.test_index import TestIndex
from odoo.addons.test_lint.tests.test_jstranslate import TestJsTranslations
from odoo.addons.test_lint.tests.test_l10n import L10nLinter
from odoo.addons.test_lint.tests.test_manifests import ManifestLinter
from odoo.addons.test_lint.tests.test_naming import TestNaming
from odoo.addons.test_lint.tests.test_onchange_domains import TestOnchangeDomains
from odoo.addons.test_lint.tests.test_orm_import import TestDunderinit as TestOrmImport
from odoo.addons.test_lint.tests.test_override_signatures import TestLintOverrideSignatures
from odoo.addons.test_lint.tests.test_pofile import PotLinter
from odoo.addons.test_lint.tests.test_routes import RoutesLinter
from odoo.addons.test_lint.tests.test_test_holes import TestTestHoles

__all__ = [
    "L10nLinter",
    "ManifestLinter",
    "PotLinter",
    "RoutesLinter",
    "TestDocstring",
    "TestDunderinit",
    "TestI18n",
    "TestIndex",
    "TestJsTranslations",
    "TestLintOverrideSignatures",
    "TestNaming",
    "TestOnchangeDomains",
    "TestOrmImport",
    "TestTestHoles",
]


@pytest.fixture(autouse=True, scope="module")
def only_our_add_ons():
    """Let the linters see our add-ons as if there were no others."""
    names = [folder.name for folder in paths.add_ons()]
    manifests = [Manifest.for_addon(name) for name in names]
    with (
        patch.object(Manifest, "all_addon_manifests", lambda: manifests),
        patch.object(test_pofile, "get_modules", lambda: names),
    ):
        yield
