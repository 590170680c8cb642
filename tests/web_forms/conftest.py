import http.client
import json
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from launcher import paths
from launcher.live_server import serving

from odoo.service.model import retrying
from odoo.tests.common import get_db_name

TIMEOUT = 60
FIELDS = [
    ("name", "lead.contact_name", {}),
    ("mail", "lead.email_from", {"transform": "email"}),
    ("phone", "lead.phone", {"transform": "phone"}),
    ("company", "lead.partner_name", {}),
    ("sum", "lead.expected_revenue", {"transform": "decimal"}),
    ("city", "lead.city", {}),
    ("country", "country", {}),
    ("vat", "partner.vat", {}),
    ("product", "product", {}),
    ("tag", "tag", {}),
    ("campaign", "utm.campaign", {}),
    ("text", "note", {}),
]


@pytest.fixture(scope="module")
def server():
    """Serve the test database with two workers and a cron, in processes that can be killed."""
    with serving(get_db_name(), Path(paths.LOCAL, "log/web_forms_server.log")) as live:
        yield live


@pytest.fixture
def make_form(connect):
    """Return a function that commits a web form and returns (id, token); everything of it is removed at the end."""
    made = []

    def make(**values):
        with connect() as env:
            fields = [
                (0, 0, {"source_name": name, "target": target, **more, "sequence": number})
                for number, (name, target, more) in enumerate(FIELDS)
            ]
            # tests post more than anybody may within an hour
            values = {"name": "Inquiry", "limit_per_address": 0, "response_hours": 0, "field_ids": fields, **values}
            form = env["crm.web.form"].create(values)
            env.cr.commit()
            made.append(form.id)
            return form.id, form.token

    yield make
    with connect() as env:
        # the server's crons go on meanwhile
        retrying(lambda: remove(env, made), env)


def remove(env, form_ids):
    """Remove forms and everything that was made of them."""
    forms = env["crm.web.form"].browse(form_ids)
    submissions = env["crm.web.form.submission"].search([("form_id", "in", form_ids)])
    leads = submissions.lead_id
    leads.with_context(active_test=False).activity_ids.unlink()
    submissions.unlink()
    leads.unlink()
    forms.activity_ids.unlink()
    forms.unlink()


@pytest.fixture
def settle(connect):
    """Return a function that waits until everything that came through a form is processed."""

    def wait(form_id):
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            with connect() as env:
                env["crm.web.form.submission"]._cron_process()
                waiting = [("form_id", "=", form_id), ("state", "=", "received")]
                if not env["crm.web.form.submission"].search_count(waiting):
                    return
            time.sleep(0.2)
        raise AssertionError("The cron leaves something for ever.")

    return wait


@pytest.fixture
def age(connect):
    """Return a function that makes an hour of the moment: what a dead worker has left is taken up after a while."""

    def wait(form_id):
        with connect() as env:
            retrying(
                lambda: env.cr.execute(
                    "UPDATE crm_web_form_submission SET date_received = date_received - interval '1 hour'"
                    " WHERE form_id = %s",
                    [form_id],
                ),
                env,
            )

    return wait


@pytest.fixture
def post(server):
    """Return a function that posts to a form over a connection of its own.

    It returns (status, answer): the answer's JSON, or its text if it is none.
    """

    def send(token, body, headers=None):
        if isinstance(body, dict):
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})}
        place = urlsplit(server.address)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=TIMEOUT)
        try:
            headers = {"Accept": "application/json", **(headers or {})}
            connection.request("POST", f"/crm/form/{token}", body, headers)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text.decode(errors="replace")

    return send


@pytest.fixture
def person():
    """Return what one person sends."""
    number = uuid.uuid4().hex
    return {"name": f"Anna {number}", "mail": f"{number}@example.com", "text": "How much is it?"}
