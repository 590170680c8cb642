"""Every linter finds nothing; what it finds is shown as the failure."""

import pytest
from launcher import linting

LINTERS = linting.linters()


@pytest.mark.parametrize("linter", LINTERS, ids=[linter.name for linter in LINTERS])
def test_linter(linter):
    code, output = linting.call(linter.check)
    if code:
        pytest.fail(f"{linter.name} (try ./dev lint --fix):\n{output}", pytrace=False)
