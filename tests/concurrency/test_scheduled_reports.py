"""A scheduled report comes once, however many processes send it, and wherever one of them dies."""

import itertools

import pytest
from real_connections import at_once
from real_processes import run_until_killed

NUMBERS = itertools.count()
LONG_AGO = "2000-01-01"

DIE_AT_COMMIT = """
with registry.cursor() as cursor:
    env = Environment(cursor, SUPERUSER_ID, {})
    env["crm.report.reader"].browse(record_id)._send_due()
    env.flush_all()
    (cursor.precommit if moment == "before" else cursor.postcommit).add(die)
    cursor.commit()
"""


@pytest.fixture
def reader(connect):
    """Commit a report that is due to the administrator; yield the id of the reader, and remove it at the end."""
    with connect() as env:
        admin = env.ref("base.user_admin")
        admin.email = admin.email or "admin@example.com"
        values = {"name": f"Once {next(NUMBERS)}", "company_id": admin.company_id.id, "user_ids": admin.ids}
        schedule = env["crm.report.schedule"].create(values)
        schedule.reader_ids.date_due = LONG_AGO
        env.cr.commit()
        yield schedule.reader_ids.id
    with connect() as env:
        _get_mails(env, schedule.id).unlink()
        env["crm.report.schedule"].browse(schedule.id).unlink()
        env.cr.commit()


def _get_mails(env, schedule_id):
    name = env["crm.report.schedule"].browse(schedule_id).name
    return env["mail.mail"].search([("subject", "=like", f"{name},%")])


def _assert_sent_once(connect, reader):
    with connect() as env:
        reader = env["crm.report.reader"].browse(reader)
        assert len(_get_mails(env, reader.schedule_id.id)) == 1
        assert str(reader.date_due) > LONG_AGO
        assert not reader._get_day_due()
        assert not reader.error


def test_two_at_once(connect, reader):
    """The second one finds the first at work, or its work done since it looked."""

    def send(env):
        env["crm.report.reader"].browse(reader)._send_due()

    at_once(connect, send, send)
    _assert_sent_once(connect, reader)


def test_done_by_somebody_else_meanwhile(connect, reader):
    """Whoever looked before the other one committed sends nothing."""
    with connect() as late:
        late["crm.report.reader"].browse(reader).mapped("date_due")  # takes the snapshot
        with connect() as env:
            env["crm.report.reader"].browse(reader)._send_due()
            env.cr.commit()
        late["crm.report.reader"].browse(reader)._send_due()
        late.cr.commit()
    _assert_sent_once(connect, reader)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_the_commit(connect, reader, moment):
    """Either all of it has happened or nothing, and the next run does what is left."""
    run_until_killed(DIE_AT_COMMIT, reader, moment)
    with connect() as env:
        env["crm.report.reader"].browse(reader)._send_due()
        env.cr.commit()
    _assert_sent_once(connect, reader)
