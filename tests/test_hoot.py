"""The Hoot suites of our add-ons, on a desktop and on a phone."""

import re

from launcher import paths

from odoo.tests import HttpCase, no_retry, tagged

SUITES = {add_on.name: set(add_on.glob("static/tests/**/*.test.js")) for add_on in paths.add_ons()}


def suite_id(name):
    """Return Hoot's identifier of a suite or test (``generateHash`` of its ``hoot_utils.js``)."""
    number = 0
    for character in name:
        number = (number * 31 + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


class HootCase(HttpCase):
    preset = None

    def run_suites(self):
        # An identifier that Hoot doesn't know makes it run the suites of every module, for many minutes.
        served = {path[1] for path in self.env["ir.asset"]._get_asset_paths("web.assets_unit_tests", {})}
        for add_on, files in SUITES.items():
            if files:
                with self.subTest(add_on=add_on):
                    left_out = [path.name for path in files if str(path) not in served]
                    self.assertFalse(left_out, "Not in the bundle web.assets_unit_tests.")
                    self.run_suite(add_on)

    def run_suite(self, add_on):
        url = f"/web/tests?headless&loglevel=2&preset={self.preset}&timeout=15000&id={suite_id('@' + add_on)}"
        if self.preset == "mobile":
            url += "&tag=-headless"
        console = f"{self._logger.name}.browser"
        with self.assertLogs(console, "INFO") as logs:
            try:
                self.browser_js(
                    url,
                    "",
                    login="admin",
                    timeout=600,
                    success_signal="[HOOT] Test suite succeeded",
                    error_checker=lambda message: "[HOOT]" not in message,
                )
            except AssertionError as error:
                told = [record.getMessage() for record in logs.records if record.levelname == "ERROR"]
                self.fail("\n".join(told or [str(error)]))
        passed = re.search(r"Passed (\d+) tests", "\n".join(logs.output))
        self.assertTrue(passed and int(passed[1]), "No test ran.")


@tagged("post_install", "-at_install")
class TestHootDesktop(HootCase):
    preset = "desktop"

    @no_retry
    def test_desktop(self):
        self.run_suites()


@tagged("post_install", "-at_install")
class TestHootMobile(HootCase):
    browser_size = "375x667"
    touch_enabled = True
    preset = "mobile"

    @no_retry
    def test_mobile(self):
        self.run_suites()
