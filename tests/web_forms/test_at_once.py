"""Many posts at the same instant, in several workers."""

from concurrent.futures import ThreadPoolExecutor

import pytest

TOGETHER = 8


def at_once(count, send):
    """Call ``send(number)`` in as many threads and return what it returned."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(send, range(count)))


@pytest.mark.parametrize("limit", [0, 100])
@pytest.mark.parametrize("processing", ["at_once", "background"])
def test_one_key_is_one_lead(connect, make_form, post, settle, person, processing, limit):
    form_id, token = make_form(processing=processing, limit_per_form=limit)
    answers = at_once(TOGETHER, lambda _number: post(token, person, {"Idempotency-Key": "the same"}))
    assert {status for status, _answer in answers} == {200}
    assert len({answer["id"] for _status, answer in answers}) == 1
    if processing == "at_once":
        assert {answer["state"] for _status, answer in answers} == {"done"}
    settle(form_id)
    with connect() as env:
        submission = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert len(submission) == 1
        assert submission.state == "done"
        assert env["crm.lead"].search([("email_from", "=", person["mail"])]) == submission.lead_id


def test_posts_of_many_people(connect, make_form, post, settle, person):
    form_id, token = make_form()
    answers = at_once(TOGETHER, lambda number: post(token, {**person, "mail": f"{number}-{person['mail']}"}))
    assert {status for status, _answer in answers} == {200}
    settle(form_id)
    with connect() as env:
        submissions = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert set(submissions.mapped("state")) == {"done"}
        assert len(submissions.lead_id) == TOGETHER


@pytest.mark.parametrize("limits", [{"limit_per_address": 3}, {"limit_per_form": 3}])
def test_a_limit_holds_in_all_workers(connect, make_form, post, person, limits):
    form_id, token = make_form(processing="background", **limits)
    answers = at_once(12, lambda _number: post(token, person))
    assert sorted(status for status, _answer in answers) == [200] * 3 + [429] * 9
    with connect() as env:
        assert env["crm.web.form.submission"].search_count([("form_id", "=", form_id)]) == 3
