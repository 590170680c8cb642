from lxml import etree

# What widgets read of the records of an x2many field that has no view of its own (`relatedFields`).
WIDGET_FIELDS = {
    "many2many_binary": ["name", "mimetype"],
    "project_parameters": [],
    "project_stage_chips": ["name", "state", "is_late", "date_end"],
}
# What widgets read besides their field (`fieldDependencies`).
WIDGET_DEPENDENCIES = {"rotting_statusbar_duration": ["duration_tracking"]}
DEFAULT_LIMIT = 40


def get_form_specification(model, view_xmlid):
    """Return the specification with which the web client reads a record for a form.

    As `extractFieldsFromArchInfo` and `getFieldsSpec` make it in a browser that is no phone.

    :param model: empty recordset of the form's model, as the user who opens it
    :param str view_xmlid: the form's view
    :return: a specification for ``web_read``
    """
    view = model.get_views([(model.env.ref(view_xmlid).id, "form")])["views"]["form"]
    return {**_specify(_find_active(model, etree.fromstring(view["arch"]))), "display_name": {}}


def _find_active(model, arch):
    """Return what the fields of a view, all mentions of each taken together, ask of the server.

    :return: ``{name: {"type": str, "invisible": modifier, "related": as this, "limit": int, "order": str}}``
    """
    active = {}
    for node in _own_fields(arch):
        field = model._fields[node.get("name")]
        more = {"type": field.type, "invisible": node.get("column_invisible") or node.get("invisible")}
        if field.type in ("one2many", "many2many"):
            more |= _find_related(model.env[field.comodel_name], node)
        _merge(active, {field.name: more})
        for name in WIDGET_DEPENDENCIES.get(node.get("widget"), ()):
            _merge(active, {name: {"type": model._fields[name].type}})
    return active


def _find_related(comodel, node):
    """Return what one mention of an x2many field asks: its list's fields, or those of its widget."""
    views = {child.tag: child for child in node}
    arch = views.get("list", views.get("kanban"))
    if arch is None:
        names = WIDGET_FIELDS.get(node.get("widget"), ["display_name"])
        if "color_field" in (node.get("options") or ""):
            names = [*names, "color"]
        return {"related": {name: {"type": comodel._fields[name].type} for name in names}}
    handle = arch.find("field[@widget='handle']")
    return {
        "related": _find_active(comodel, arch),
        "limit": int(arch.get("limit") or DEFAULT_LIMIT),
        "order": f"{handle.get('name')} ASC, id ASC" if handle is not None else None,
    }


def _own_fields(arch):
    """Yield the field nodes of a view that do not belong to a view within it."""
    for node in arch:
        if node.tag == "field":
            yield node
        else:
            yield from _own_fields(node)


def _merge(active, more):
    for name, mention in more.items():
        known = active.setdefault(name, mention)
        if known is mention:
            continue
        known["invisible"] = _both(known.get("invisible"), mention.get("invisible"))
        if "related" in mention:
            _merge(known["related"], mention["related"])
        known["limit"] = mention.get("limit") or known.get("limit")  # the last one counts
        known["order"] = mention.get("order") or known.get("order")


def _both(modifier, other):
    """Return what the client makes of two modifiers of one field: only “True” is known to be always so."""
    if not modifier or not other:
        return None
    if modifier == "True":
        return other
    return modifier if other == "True" else f"({modifier}) and ({other})"


def _specify(active):
    specification = {}
    for name, field in active.items():
        entry = specification[name] = {}
        is_hidden = field.get("invisible") in ("True", "1")
        if field["type"] == "many2one":
            entry["fields"] = {} if is_hidden else {"display_name": {}}
        elif "related" in field and not is_hidden:
            entry["fields"] = _specify(field["related"])
            entry |= {key: field[key] for key in ("limit", "order") if field.get(key)}
    return specification
