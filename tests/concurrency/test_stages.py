"""Two people at once, a clock and a person at once, and a process that dies: with real connections."""

import os
import signal
import subprocess
import sys

import pytest
from real_connections import at_once

from odoo.tests.common import get_db_name
from odoo.tools import config

TIMEOUT = 60
CHILD = """
import os, signal, sys
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(["-c", sys.argv[1], "-d", sys.argv[2], "--no-http", "--log-level=error"])
with Registry(sys.argv[2]).cursor() as cursor:
    env = Environment(cursor, SUPERUSER_ID, {})
    stages = env["crm.lead"].browse(int(sys.argv[3])).project_stage_ids
    hook = cursor.precommit if sys.argv[4] == "before" else cursor.postcommit
    (stages[0] + stages[1]).action_complete()
    env.flush_all()
    hook.add(lambda: os.kill(os.getpid(), signal.SIGKILL))
    cursor.commit()
"""


def assert_joint_started_once(connect, lead_id):
    with connect() as env:
        lead = env["crm.lead"].browse(lead_id)
        assert lead.project_stage_ids.mapped("state") == ["done", "done", "in_progress"]
        joint = lead.project_stage_ids[2]
        starts = env["crm.project.transition"].search_count(
            [("project_stage_id", "=", joint.id), ("state_to", "=", "in_progress")]
        )
        assert starts == 1
        assert lead.activity_ids.mapped("summary") == ["Call"]


def test_two_people_complete_two_stages(connect, project):
    def complete(number):
        return lambda env: env["crm.lead"].browse(project).project_stage_ids[number].action_complete()

    at_once(connect, complete(0), complete(1))
    assert_joint_started_once(connect, project)


def test_the_clock_and_a_person_start_a_stage(connect, project):
    with connect() as env:
        # both are done, and the third waits for a start set by hand that has just come
        stages = env["crm.lead"].browse(project).project_stage_ids
        (stages[0] + stages[1]).action_complete()
        stages[2]._store({"state": "not_started"})
        env.cr.execute(
            "UPDATE crm_project_stage SET date_start = now(), date_due = now() WHERE id = %s", [stages[2].id]
        )
        env.cr.execute("DELETE FROM mail_activity WHERE project_stage_id = %s", [stages[2].id])
        env.cr.execute("DELETE FROM crm_project_transition WHERE project_stage_id = %s", [stages[2].id])
        env.cr.commit()

    def person(env):
        stage = env["crm.lead"].browse(project).project_stage_ids[2]
        if stage.state == "not_started":  # the button is gone once the page shows the start
            stage.action_start()

    at_once(connect, person, lambda env: env["crm.lead"].browse(project)._start_due_stages())
    assert_joint_started_once(connect, project)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_dies(connect, project, moment):
    with connect() as env:
        before = env["crm.lead"].browse(project).read(["project_revision", "project_progress"])
    child = subprocess.run(
        [sys.executable, "-c", CHILD, config["config"], get_db_name(), str(project), moment],
        check=False,
        timeout=TIMEOUT,
        capture_output=True,
        env=os.environ,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
    if moment == "after":
        assert_joint_started_once(connect, project)
        return
    with connect() as env:
        lead = env["crm.lead"].browse(project)
        assert lead.read(["project_revision", "project_progress"]) == before
        assert lead.project_stage_ids.mapped("state") == ["in_progress", "in_progress", "not_started"]
