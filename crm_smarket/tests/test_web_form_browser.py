import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo.tests import HOST, tagged

from .web_form_client import WebFormHttpCase

# Steps of a test wait for what a person would wait for.
HELPERS = """
    const until = async (what, found) => {
        const start = performance.now();
        for (;;) {
            const result = found();
            if (result) {
                return result;
            }
            if (performance.now() - start > 15000) {
                throw new Error(`Waited in vain for ${what}`);
            }
            await new Promise(requestAnimationFrame);
        }
    };
    const input = (name) => document.querySelector(`form [name="${name}"]`);
    const check = (truth, what) => {
        if (!truth) {
            throw new Error(what);
        }
    };
"""


class WebFormBrowserCase(WebFormHttpCase):
    """A form in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form.write({"minimum_seconds": 0, "thank_you": "<p>We call you back.</p>"})

    def run_in_page(self, url, code, **options):
        """Run JavaScript in a page; it says ``done()`` where the test is over, also in a page it leads to."""
        code = f"{HELPERS} (async () => {{ {code} }})().catch((error) => console.error(error.stack));"
        # a page of another origin sends no cookie by which the test would know its own requests
        with patch.object(self, "http_request_allow_all", True):
            self.browser_js(url, code.replace("done()", 'console.log("test successful")'), **options)


@tagged("post_install", "-at_install")
class TestWebFormOnAPhone(WebFormBrowserCase):
    """The hosted page on a phone: fill in, see what is wrong, mend it, be thanked."""

    browser_size = "390x844"
    touch_enabled = True

    def test_fill_in_mend_and_be_thanked(self):
        # a frame as wide as the phone: the test's own script would not outlive a page that is left
        self.run_in_page(
            f"/crm/form/{self.form.token}",
            """
            check(document.documentElement.scrollWidth <= window.innerWidth, "The page is wider than the phone");
            const trap = input("_url").getBoundingClientRect();
            check(trap.right < 0, "The trap can be seen");
            const frame = document.createElement("iframe");
            frame.style = "width: 390px; height: 800px";
            const loaded = () => new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
            frame.src = location.href;
            document.body.append(frame);
            await loaded();
            const field = (name) => frame.contentDocument.querySelector(`form [name="${name}"]`);
            const send = () => field("_key").form.querySelector("button[type=submit]").click();
            field("name").value = "Anna";
            field("mail").value = "anna@nowhere";
            field("sum").value = "a lot";
            let next = loaded();
            send();
            await next;
            await until("focus where it is wrong", () => frame.contentDocument.activeElement.name === "mail");
            check(field("name").value === "Anna", "What was typed is lost");
            check(field("sum").getAttribute("aria-invalid") === "true", "Not everything wrong is marked");
            field("mail").value = "anna@example.com";
            field("sum").value = "1 234,50";
            next = loaded();
            send();
            await next;
            check(frame.contentDocument.body.textContent.includes("We call you back."), "Nobody is thanked");
            done();
            """,
            ready="!!document.querySelector('.o_crm_smarket_form')",
        )
        lead = self.get_submissions().lead_id
        self.assertEqual(
            (lead.contact_name, lead.email_from, lead.expected_revenue), ("Anna", "anna@example.com", 1234.5)
        )


@tagged("post_install", "-at_install")
class TestWebFormOnAForeignPage(WebFormBrowserCase):
    """The snippet on a page of another site, with its script and without."""

    @contextmanager
    def _foreign_site(self, snippet, allowed=True):
        """Serve a page with the snippet from an origin of its own; yield its address."""
        page = f"<!doctype html><meta charset=utf-8><title>Shop</title><h1>Shop</h1>{snippet}".encode()

        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *args):
                """Say nothing."""

        server = ThreadingHTTPServer((HOST, 0), Page)
        origin = f"http://{HOST}:{server.server_port}"
        self.form.allowed_origins = origin if allowed else "https://elsewhere.example"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"{origin}/"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def test_with_the_script_the_visitor_stays_on_the_page(self):
        with self._foreign_site(self.form.snippet_script) as url:
            self.run_in_page(
                url,
                """
                const form = document.forms[0];
                input("name").value = "Anna";
                input("mail").value = "anna@nowhere";
                form.requestSubmit();
                const wrong = await until("the error", () => document.querySelector("[aria-invalid]"));
                check(wrong === input("mail") && document.activeElement === wrong, "The wrong field has no focus");
                const message = document.getElementById(wrong.getAttribute("aria-describedby"));
                check(message.textContent.includes("e-mail"), "Nobody says what is wrong");
                input("mail").value = "anna@example.com";
                form.requestSubmit();
                const thanks = await until("the thanks", () => document.querySelector(".crm-form-thanks"));
                check(thanks.textContent.includes("We call you back."), "The wrong thanks");
                check(document.querySelector("h1").textContent === "Shop", "The visitor has left the page");
                done();
                """,
                ready="document.readyState === 'complete' && document.forms.length > 0",
            )
        submission = self.get_submissions()
        self.assertEqual((submission.state, submission.source), ("done", "site"))
        self.assertEqual(submission.origin, url.rstrip("/"))

    def test_without_any_script_the_answer_is_a_page(self):
        frame = self.form.snippet.replace("<form ", '<form target="answer" ') + '<iframe name="answer"></iframe>'
        with self._foreign_site(frame) as url:
            # the frame stands for the tab: the test's own script would not outlive the page
            self.run_in_page(
                url,
                """
                input("name").value = "Anna";
                input("mail").value = "anna@example.com";
                const frame = document.querySelector("iframe");
                await until("the empty frame", () => frame.contentDocument);
                document.querySelector("form button").click();
                // a page of the other origin cannot be looked into: it has come
                await until("the answer", () => !frame.contentDocument);
                done();
                """,
                ready="document.readyState === 'complete' && document.forms.length > 0",
            )
        self.assertEqual(self.get_submissions().lead_id.contact_name, "Anna")

    def test_a_page_that_may_not_post_says_so(self):
        with self._foreign_site(self.form.snippet_script, allowed=False) as url:
            self.run_in_page(
                url,
                """
                input("mail").value = "anna@example.com";
                document.forms[0].requestSubmit();
                const message = await until("the message", () => document.querySelector(".crm-form-message"));
                check(message.textContent.includes("could not be sent"), "The wrong message");
                check(input("mail").value === "anna@example.com", "What was typed is lost");
                done();
                """,
                ready="document.readyState === 'complete' && document.forms.length > 0",
                error_checker=lambda message: "CORS" not in message and "403" not in message,
            )
        self.assertFalse(self.get_submissions())
