"""Posts that arrive at the same instant, on connections of their own."""

import itertools
import threading

import pytest

NUMBERS = itertools.count()


@pytest.fixture
def form(connect):
    """Commit a form that adds to open leads; remove it and what came through it at the end."""
    with connect() as env:
        fields = [
            {"source_name": "email", "target": "lead.email_from", "transform": "email"},
            {"source_name": "campaign", "target": "utm.campaign"},
        ]
        form = env["crm.web.form"].create(
            {
                "name": f"Concurrency {next(NUMBERS)}",
                "duplicate_days": 7,
                "response_hours": 0,
                "field_ids": [(0, 0, vals) for vals in fields],
            }
        )
        env.cr.commit()
    yield form.id
    with connect() as env:
        form = env["crm.web.form"].browse(form.id)
        leads, campaigns = form.submission_ids.lead_id, form.submission_ids.lead_id.campaign_id
        form.submission_ids.unlink()
        leads.unlink()
        campaigns.unlink()
        form.unlink()
        env.cr.commit()


def submit(connect, form_id, posts):
    """Store posts as the door does, and process all at the same instant; return their state and lead."""
    ids = []
    for payload in posts:
        with connect() as env:
            form = env["crm.web.form"].browse(form_id)
            vals = {"idempotency_key": str(next(NUMBERS)), "payload": payload, **form._map_payload(payload).person}
            ids.append(env["crm.web.form.submission"]._store(form, vals)[0])
            env.cr.commit()
    start = threading.Barrier(len(ids))

    def process(submission_id):
        with connect() as env:
            submission = env["crm.web.form.submission"].browse(submission_id)
            start.wait()
            submission._process_apart()

    threads = [threading.Thread(target=process, args=[submission_id]) for submission_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connect() as env:
        submissions = env["crm.web.form.submission"].browse(ids)
        return [(submission.state, submission.lead_id.id) for submission in submissions]


def test_one_person(connect, form):
    """Posts of one person at the same instant meet in one lead."""
    found = submit(connect, form, [{"email": "anna@example.com"}] * 3)
    assert sorted(state for state, _lead in found) == ["done", "duplicate", "duplicate"]
    assert len({lead for _state, lead in found}) == 1


def test_several_people(connect, form):
    """Each has a lead of their own, also when they name a campaign that nobody has made yet."""
    campaign = f"Spring {next(NUMBERS)}"
    posts = [{"email": f"{name}@example.org", "campaign": campaign} for name in ("anna", "jan", "ewa")]
    found = submit(connect, form, posts)
    assert [state for state, _lead in found] == ["done"] * 3
    assert len({lead for _state, lead in found}) == 3
    with connect() as env:
        assert env["utm.campaign"].search_count([("name", "=", campaign)]) == 1
