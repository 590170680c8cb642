"""What happens once, when the add-on comes into a database."""


def post_init_hook(env):
    """Let the past be read into the project history, in the background."""
    env["crm.project.backfill"]._begin()
