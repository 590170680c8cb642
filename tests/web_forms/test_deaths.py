"""Workers that are killed at the worst moments: what was answered with 200 ends as one lead."""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest

from odoo.service.model import retrying
from odoo.tests.common import get_db_name
from odoo.tools import config

TIMEOUT = 60
CLIENTS = 6
SECONDS = 10

# Takes a post in a process of its own, which dies at a given moment.
CHILD = """
import os, signal, sys
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(["-c", sys.argv[1], "-d", sys.argv[2], "--no-http", "--log-level=error"])
registry = Registry(sys.argv[2])
from odoo.addons.crm_smarket.tools.form_post import Post

submissions = registry["crm.web.form.submission"]
process = submissions._process

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)

def process_and_die(self):
    process(self)
    self.env.flush_all()
    (self.env.cr.postcommit.add if sys.argv[4] == "processed" else lambda act: act())(die)

submissions._process = die if sys.argv[4] == "stored" else process_and_die
with registry.cursor() as cursor:
    env = Environment(cursor, SUPERUSER_ID, {})
    post = Post({"name": "Anna", "mail": "anna@example.com"}, key="the same")
    env["crm.web.form"].browse(int(sys.argv[3]))._take_post(post)
"""


def age(connect, form_id):
    """Make an hour of the moment: what a dead worker has left is taken up after a while."""
    with connect() as env:
        retrying(
            lambda: env.cr.execute(
                "UPDATE crm_web_form_submission SET date_received = date_received - interval '1 hour'"
                " WHERE form_id = %s",
                [form_id],
            ),
            env,
        )


@pytest.mark.parametrize("moment, state", [("stored", "received"), ("processing", "received"), ("processed", "done")])
def test_a_worker_dies(connect, make_form, settle, moment, state):
    form_id, _token = make_form()
    child = subprocess.run(
        [sys.executable, "-c", CHILD, config["config"], get_db_name(), str(form_id), moment],
        check=False,
        timeout=TIMEOUT,
        capture_output=True,
        env=os.environ,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    with connect() as env:
        submission = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert submission.state == state
        assert len(submission.lead_id) == (state == "done")
    age(connect, form_id)
    settle(form_id)
    with connect() as env:
        submission = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert submission.state == "done"
        assert env["crm.lead"].search([("web_form_submission_ids.form_id", "=", form_id)]) == submission.lead_id


def test_workers_die_under_load(connect, make_form, post, settle, server, person):
    forms = {make_form(processing=processing) for processing in ("at_once", "background")}
    taken, broken = {}, []
    end = time.monotonic() + SECONDS

    def visit(client):
        """Post one after another; what is not answered is sent again with its key, as senders do."""
        number = 0
        while time.monotonic() < end:
            form_id, token = random.choice(sorted(forms))
            key = f"{client}-{number}"
            data = {**person, "mail": f"{key}-{person['mail']}"}
            for _attempt in range(20):
                try:
                    status, answer = post(token, data, {"Idempotency-Key": key})
                except (OSError, http.client.HTTPException):
                    time.sleep(0.1)
                    continue
                if status == 200:
                    taken.setdefault((form_id, key), set()).add(answer["id"])
                else:
                    broken.append((status, answer))
                break
            number += 1

    clients = [threading.Thread(target=visit, args=(client,)) for client in range(CLIENTS)]
    for client in clients:
        client.start()
    killed = 0
    while time.monotonic() < end:
        time.sleep(random.uniform(0.2, 0.8))
        workers = server.get_workers()
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
            killed += 1
    for client in clients:
        client.join(TIMEOUT)

    assert killed > 5
    assert len(taken) > 20
    assert not broken
    for form_id, _token in forms:
        age(connect, form_id)
        settle(form_id)
    with connect() as env:
        for form_id, _token in forms:
            submissions = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
            stored = {submission.idempotency_key: submission for submission in submissions}
            assert len(stored) == len(submissions)
            for (of_form, key), ids in taken.items():
                if of_form == form_id:
                    assert ids == {stored[key].id}
            assert set(submissions.mapped("state")) == {"done"}
            assert len(submissions.lead_id) == len(submissions)
        # and nothing that belongs to no submission
        leads = env["crm.lead"].search([("email_from", "like", person["mail"])])
        assert all(len(lead.web_form_submission_ids) == 1 for lead in leads)
