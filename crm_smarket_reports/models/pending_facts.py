"""Which documents a transaction has changed, until their facts are written."""

from collections import defaultdict

from odoo.api import SUPERUSER_ID

KEY = "crm_smarket_reports.pending_facts"


class PendingFacts:
    """The changes of one transaction that its facts do not show yet.

    They are written before the transaction commits, and before it reads facts itself. When a
    savepoint begins, the cursor runs what waits for the commit, and when it rolls back it
    forgets what was noted since: so nothing is lost and nothing is written for what was undone.
    """

    def __init__(self, env):
        self.env = env(user=SUPERUSER_ID, su=True)
        self.queue = env.cr.precommit

    def note(self, fact, model, ids):
        """Remember that sources of a kind of facts have changed.

        :param str fact: model of facts
        :param str model: model of the sources
        :param ids: their ids
        """
        if KEY not in self.queue.data:
            self.queue.data[KEY] = defaultdict(lambda: defaultdict(set))
            self.queue.add(self.settle)
        self.queue.data[KEY][fact][model].update(ids)

    def settle(self, fact=None):
        """Write the facts of what has changed.

        :param str fact: only this kind of facts
        """
        self.env.flush_all()  # what is not written yet is not noted yet
        pending = self.queue.data.get(KEY, {})
        for name in [fact] if fact else list(pending):
            changes = pending.pop(name, None)
            if changes:
                facts = self.env[name]
                facts._refresh(facts._get_documents_query(changes))
        if not fact:
            # What else runs before the commit may change documents too: then this waits in the queue again.
            self.queue.data.pop(KEY, None)
