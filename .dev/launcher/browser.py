"""The browser that tours and Hoot suites run in."""

import shutil

from . import apt

# Where Odoo's own test classes look, in their order.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def ensure():
    """Make sure that Odoo's browser tests find a Chromium, so that none of them is skipped."""
    if not any(shutil.which(name) for name in NAMES):
        apt.install(["chromium", "fonts-dejavu-core"], "Browser tests need Chromium, which is not on this machine")
