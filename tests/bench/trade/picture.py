"""How soon people see the page in a real browser, and whether anything moves while it comes."""

import json
import logging
import time
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from urllib.parse import urlsplit

ROUNDS = 5
DEALS = 80
PASSWORD = "picture"  # in the benchmark's own database
MOST_SECONDS = 1.0
MOST_SHIFT = 0.01  # of the screen, as browsers count it; 0.1 passes for good
PATIENCE = 30
STILL = 1.0  # seconds to wait for what might move later
UP, DRAWN = ".o_main_navbar", "drawn"
PAGES = {
    "general information": ("/odoo/general-information", ".o_crm_smarket_amount"),
    "core: pipeline": ("/odoo/crm", ".o_kanban_record:not(.o_kanban_ghost)"),
}


def measure_picture(env, options):
    """Print when the first figures are drawn once the web client is up, beside core's pipeline; return what is kept."""
    from launcher.benching import Bench
    from projects import make_deals

    make_deals(env(su=True), DEALS).user_id = env.user
    env.user.sudo().password = PASSWORD
    env.cr.commit()  # for the server
    companies = "-".join(map(str, env.companies.ids))
    with Bench().serving() as server, _Browser(server.address) as browser:
        browser.log_in(env.cr.dbname, env.user.login, companies)
        found = {name: [] for name in PAGES}
        for _number in range(ROUNDS + 1):
            for name, page in PAGES.items():
                found[name].append(browser.open(*page))
    print(f"First picture once the web client is up, and what moves; medians of {ROUNDS}")
    kept = {}
    for name, rounds in found.items():
        seconds, shift = (median(values) for values in zip(*rounds[1:], strict=True))
        kept[name] = seconds, shift
        print(f"  {name:<28}{seconds * 1000:8.1f} ms{shift:10.4f}")
    seconds, shift = kept["general information"]
    yield seconds <= MOST_SECONDS, f"the first figures are drawn after {seconds:.2f} s (limit {MOST_SECONDS})"
    yield shift <= MOST_SHIFT, f"{shift:.4f} of the screen move meanwhile (limit {MOST_SHIFT})"


class _Browser:
    """The Chromium of Odoo's own browser tests, on a server of another process."""

    def __init__(self, address):
        from odoo.tests.common import ChromeBrowser

        self.address = address
        logger = logging.getLogger("smarket.picture")
        logger.setLevel(logging.CRITICAL)  # what the page says is no concern of a benchmark
        case = SimpleNamespace(
            _logger=logger, browser_size="1366x768", touch_enabled=False, fetch_proxy=lambda url: {"responseCode": 404}
        )
        self.chrome = ChromeBrowser(case)
        self.chrome.error_checker = lambda message: False
        self._ask("Fetch.disable")  # requests go their own way, unwatched
        self.script = Path(__file__).with_suffix(".js").read_text()
        self.watching = None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.chrome.stop()

    def log_in(self, database, login, companies):
        """Be a user with some companies switched on."""
        import requests

        params = {"db": database, "login": login, "password": PASSWORD}
        session = requests.Session()
        session.post(
            f"{self.address}/web/session/authenticate", json={"params": params}, timeout=PATIENCE
        ).raise_for_status()
        host = urlsplit(self.address).hostname
        for name, value in (("session_id", session.cookies["session_id"]), ("cids", companies)):
            self.chrome.set_cookie(name, value, "/", host)

    def open(self, path, selector):
        """Load a page; return the seconds from the web client to what is looked for, and how far things moved."""
        if self.watching:
            self._ask("Page.removeScriptToEvaluateOnNewDocument", identifier=self.watching)
        source = f"{self.script}({json.dumps({'up': UP, DRAWN: selector})})"
        self.watching = self._ask("Page.addScriptToEvaluateOnNewDocument", source=source)["identifier"]
        self._ask("Page.navigate", url=self.address + path)
        end = time.monotonic() + PATIENCE
        while not self._get("window.smarketPicture?.drawn.drawn"):
            if time.monotonic() > end:
                raise RuntimeError(f"{path} is not drawn after {PATIENCE} s.")
            time.sleep(0.1)
        time.sleep(STILL)
        picture = self._get("window.smarketPicture")
        return (picture["drawn"][DRAWN] - picture["drawn"]["up"]) / 1000, picture["shift"]

    def _get(self, expression):
        return self._ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def _ask(self, method, **params):
        return self.chrome._websocket_request(method, params=params, timeout=PATIENCE)
