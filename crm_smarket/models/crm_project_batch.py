"""Tokens that travel in the context while stages of a project change together.

Only code can put these objects there, so no call from outside can pretend that its dates
come from the planner or that its gates were passed.
"""

STORE = object()  # under "project_store": write as it is, plan and gate were already heard
PAST = object()  # under "project_history": whoever writes notes the history, with its real dates


class ProjectBatch:
    """Changes of several stages within one save, under "project_batch".

    The saves of single lines only collect here; the opportunity plans once at the end.
    """

    def __init__(self):
        self.requests = {}  # {stage id: {field name: datetime}}
        self.states = {}  # {stage id: state}


FOLLOW = object()  # under "project_columns": the column follows a stage; ask for nothing


class MachineMove:
    """Under "project_columns": merge or conversion moves the deal; log, ask for nothing.

    :param str cause: what moved the deal, in words for the chatter
    """

    def __init__(self, cause):
        self.cause = cause
