"""What happens once, when the add-on comes into a database."""


def post_init_hook(env):
    """Let the past become facts, in the background."""
    env["crm.fact.run"]._begin("rebuild")
