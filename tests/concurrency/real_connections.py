"""What the tests with real connections share."""

import threading

from odoo.service.model import retrying

TIMEOUT = 60


def at_once(connect, *actions):
    """Run each action in a thread and connection of its own, all of them on the same old picture of the database."""
    started = threading.Barrier(len(actions))
    errors = []

    def run(action):
        waited = []

        def attempt():
            env.cr.execute("SELECT COUNT(*) FROM crm_lead")  # takes the snapshot
            if not waited:
                waited.append(True)
                started.wait(TIMEOUT)
            action(env)

        try:
            with connect() as env:
                retrying(attempt, env)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert not errors
