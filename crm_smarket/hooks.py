"""What happens once, when the add-on comes into a database and when it leaves it."""

MODULE = "crm_smarket"
VIEW_TYPE = "smarket_plan"


def post_init_hook(env):
    """Let the past be read into the project history, in the background."""
    env["crm.project.backfill"]._begin()


def uninstall_hook(env):
    """Remove what people made on our models, and what names our fields and our kind of view.

    Core removes our own records, columns and tables afterwards; these it would leave behind,
    and opening them would end in an error.
    """
    remove_traces(env, MODULE)
    forget_view_type(env, MODULE, VIEW_TYPE)


def remove_traces(env, module):
    """Remove the favourites, export lists and actions that people made on an add-on's models and fields.

    :param str module: technical name of the add-on that is being uninstalled
    """
    models, fields = _get_own_names(env, module)
    _remove_filters(env, models, fields)
    env["ir.exports"].search([("resource", "in", models)]).unlink()
    _release_activities(env, module, models)
    actions = env["ir.actions.act_window"].search([("res_model", "in", models)])
    (actions - _get_own_actions(env, module)).unlink()


def _get_own_names(env, module):
    """Return the names of the add-on's models, and its fields on other models."""
    records = env["ir.model.data"].search([("module", "=", module), ("model", "in", ("ir.model", "ir.model.fields"))])
    add_on = env["ir.module.module"].search([("name", "=", module)])
    # Add-ons that extend our models leave with us, and still know them at this moment.
    extensions = add_on.downstream_dependencies(exclude_states=("uninstalled", "uninstallable"))
    others = [("module", "not in", [module, *extensions.mapped("name")]), ("model", "=", "ir.model")]
    elsewhere = env["ir.model.data"].search(others)
    own = set(records.filtered(lambda r: r.model == "ir.model").mapped("res_id"))
    own -= set(elsewhere.mapped("res_id"))
    models = env["ir.model"].browse(own).mapped("model")
    fields = env["ir.model.fields"].browse(records.filtered(lambda r: r.model == "ir.model.fields").mapped("res_id"))
    return models, fields.filtered(lambda field: field.model not in models)


def _remove_filters(env, models, fields):
    """Remove favourites on our models, and those elsewhere that name one of our fields."""
    filters = env["ir.filters"].with_context(active_test=False)
    filters.search([("model_id", "in", models)]).unlink()
    names = {}
    for field in fields:
        names.setdefault(field.model, set()).add(field.name)
    for favourite in filters.search([("model_id", "in", list(names))]):
        text = f"{favourite.domain} {favourite.context} {favourite.sort}"
        words = set("".join(char if char.isalnum() or char == "_" else " " for char in text).split())
        if words & names[favourite.model_id]:
            favourite.unlink()


def _release_activities(env, module, models):
    """Remove activities of our models, and let those of leads be to-dos: core could not remove their type."""
    activities = env["mail.activity"].with_context(active_test=False)
    activities.search([("res_model", "in", models)]).unlink()
    rows = env["ir.model.data"].search([("module", "=", module), ("model", "=", "mail.activity.type")])
    own = activities.search([("activity_type_id", "in", rows.mapped("res_id"))])
    own.with_context(mail_activity_quick_update=True).activity_type_id = env.ref("mail.mail_activity_data_todo")


def _get_own_actions(env, module):
    """Return the window actions that the add-on brought along; core removes them itself."""
    kept_by_data = env["ir.model.data"].search([("module", "=", module), ("model", "=", "ir.actions.act_window")])
    return env["ir.actions.act_window"].browse(kept_by_data.mapped("res_id"))


def forget_view_type(env, module, view_type):
    """Remove views of an add-on's type; take the type out of other people's actions.

    :param str module: technical name of the add-on that is being uninstalled
    :param str view_type: the type of views that it brought along
    """
    env["ir.ui.view"].with_context(active_test=False).search([("type", "=", view_type)]).unlink()
    actions = env["ir.actions.act_window"].search([("view_mode", "like", view_type)])
    for action in actions - _get_own_actions(env, module):
        modes = [mode for mode in action.view_mode.split(",") if mode != view_type]
        action.view_mode = ",".join(modes) or "list"
