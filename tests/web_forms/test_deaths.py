"""Workers that are killed at the worst moments: what was answered with 200 ends as one lead."""

import http.client
import json
import os
import random
import signal
import threading
import time

import pytest
from real_processes import TAKE_POST, run_until_killed

TIMEOUT = 120
CLIENTS = 6
KILLED, TAKEN = 12, 30  # at least

PERSON = {"name": "Anna", "mail": "anna@example.com"}


@pytest.mark.parametrize("moment, state", [("stored", "received"), ("processing", "received"), ("processed", "done")])
def test_a_worker_dies(connect, make_form, settle, age, moment, state):
    form_id, _token = make_form()
    run_until_killed(TAKE_POST, form_id, moment, json.dumps(PERSON))
    with connect() as env:
        submission = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert submission.state == state
        assert len(submission.lead_id) == (state == "done")
    age(form_id)
    settle(form_id)
    with connect() as env:
        submission = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert submission.state == "done"
        assert env["crm.lead"].search([("web_form_submission_ids.form_id", "=", form_id)]) == submission.lead_id


def test_workers_die_under_load(connect, make_form, post, settle, age, server, person):
    forms = {make_form(processing=processing) for processing in ("at_once", "background")}
    taken, broken = {}, []
    over = threading.Event()

    def visit(client):
        """Post one after another; what is not answered is sent again with its key, as senders do."""
        number = 0
        while not over.is_set():
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
    killed, begin = 0, time.monotonic()
    while (killed < KILLED or len(taken) < TAKEN) and time.monotonic() - begin < TIMEOUT:
        time.sleep(random.uniform(0.2, 0.8))
        workers = server.get_workers()
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
            killed += 1
    over.set()
    for client in clients:
        client.join(TIMEOUT)

    assert killed >= KILLED
    assert len(taken) >= TAKEN
    assert not broken
    for form_id, _token in forms:
        age(form_id)
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
