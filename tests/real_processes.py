"""Processes of Odoo that are killed at a chosen moment: what is left behind is what a power cut would leave."""

import os
import signal
import subprocess
import sys

from odoo.tests.common import get_db_name
from odoo.tools import config

TIMEOUT = 120
PREAMBLE = """
import os, signal, sys
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(["-c", sys.argv[1], "-d", sys.argv[2], "--no-http", "--log-level=error"])
registry = Registry(sys.argv[2])
record_id, moment = int(sys.argv[3]), sys.argv[4]

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)
"""

# Takes a post through a web form: dies when it is ``stored``, while it is ``processing``, or once it is ``processed``.
TAKE_POST = """
import json
from odoo.addons.crm_smarket.tools.form_post import Post

submissions = registry["crm.web.form.submission"]
process = submissions._process

def process_and_die(self):
    process(self)
    self.env.flush_all()
    (self.env.cr.postcommit.add if moment == "processed" else lambda act: act())(die)

submissions._process = die if moment == "stored" else process_and_die
with registry.cursor() as cursor:
    env = Environment(cursor, SUPERUSER_ID, {})
    env["crm.web.form"].browse(record_id)._take_post(Post(json.loads(sys.argv[5]), key="the same"))
"""

# Validates a delivery: dies when that is ``committed``, or when its number is taken and not yet committed.
ISSUE = """
notes = registry["stock.delivery.note"]
take_number = notes._take_number

def take_and_die(self):
    if moment == "numbered":
        take_number(self)
    die()

notes._take_number = take_and_die
with registry.cursor() as cursor:
    env = Environment(cursor, SUPERUSER_ID, {"skip_sms": True})
    env["stock.picking"].browse(record_id).button_validate()
"""


def run_until_killed(script, record_id, moment, *arguments):
    """Run a script in a process of its own on the tests' database; it has to die by its own hand.

    :param str script: sees ``registry``, ``record_id``, ``moment`` and ``die``
    :param arguments: further ones, from ``sys.argv[5]`` on
    """
    command = [sys.executable, "-c", PREAMBLE + script, config["config"], get_db_name()]
    child = subprocess.run(
        [*command, str(record_id), moment, *arguments],
        check=False,
        timeout=TIMEOUT,
        capture_output=True,
        env=os.environ,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr.decode()
