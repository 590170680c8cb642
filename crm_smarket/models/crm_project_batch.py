"""Tokens that travel in the context while stages of a project change together.

Only code can put these objects there, so no call from outside can pretend that its dates
come from the planner or that its gates were passed.
"""


class Pass:
    """Lets one single write or create through as it is: plan and gate were already heard.

    Used up by the first call, so that what this call sets off (an automation rule, another
    add-on) goes through planner and gate like everybody else.
    """

    def __init__(self):
        self.is_valid = False


def with_pass(records, key):
    """Return the records with a pass under ``key`` in their context.

    :param str key: ``project_store`` for what planner and states found, ``project_columns``
        for a column that follows a stage, ``project_history`` for deals and stages whose
        maker notes what happened to them
    """
    # one per transaction: each other context would be another environment to keep
    token = records.env.cr.cache.setdefault((Pass, key), Pass())
    token.is_valid = True
    return records.with_context(**{key: token})


def use_pass(records, key):
    """Tell whether these records came with a pass, and take it from them."""
    token = records.env.context.get(key)
    if not isinstance(token, Pass) or not token.is_valid:
        return False
    token.is_valid = False
    return True


class ProjectBatch:
    """Changes of several stages within one save, under "project_batch".

    The saves of single lines only collect here; the opportunity plans once at the end.
    """

    def __init__(self):
        self.requests = {}  # {stage id: {field name: datetime}}
        self.states = {}  # {stage id: state}


class ColumnBatch:
    """Under "project_columns": one change moves deals to several columns; hear all gates at its end."""

    def __init__(self):
        self.moves = []  # [(deals, column)]


class MachineMove:
    """Under "project_columns": merge or conversion moves the deal; log, ask for nothing.

    :param str cause: what moved the deal, in words for the chatter
    """

    def __init__(self, cause):
        self.cause = cause
