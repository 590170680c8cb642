"""What happens once, when the add-on comes into a database and when it leaves it."""

from odoo.addons.crm_smarket.hooks import forget_view_type, remove_traces

from .models.crm_fact_run import DOCUMENTS_PER_BATCH

MODULE = "crm_smarket_reports"
VIEW_TYPE = "smarket_funnel"


def post_init_hook(env):
    """Let the past become facts: a short one at once, a long one in the background."""
    for run in env["crm.fact.run"]._begin("rebuild"):
        if run.total <= DOCUMENTS_PER_BATCH:
            run._do_batch()


def uninstall_hook(env):
    """Remove what people made on our models and fields, and with our kind of view."""
    remove_traces(env, MODULE)
    forget_view_type(env, MODULE, VIEW_TYPE)
