from lxml import etree


def get_form_specification(model, view_xmlid):
    """Return the specification with which the web client reads a record for a form.

    :param model: empty recordset of the form's model, as the user who opens it
    :param str view_xmlid: the form's view
    :return: a specification for ``web_read``
    """
    view = model.get_views([(model.env.ref(view_xmlid).id, "form")])["views"]["form"]
    return _specify(model, etree.fromstring(view["arch"]))


def _specify(model, arch):
    specification = {}
    for node in _own_fields(arch):
        field = model._fields[node.get("name")]
        entry = specification.setdefault(field.name, {})
        if field.relational:
            comodel = model.env[field.comodel_name]
            fields = entry.setdefault("fields", {})
            for subview in node:
                _merge(fields, _specify(comodel, subview))
            if not len(node):
                fields["display_name"] = {}
    return specification


def _own_fields(arch):
    """Yield the field nodes of a view that do not belong to a view within it."""
    for node in arch:
        if node.tag == "field":
            yield node
        else:
            yield from _own_fields(node)


def _merge(fields, more):
    for name, entry in more.items():
        known = fields.setdefault(name, {})
        if "fields" in entry:
            _merge(known.setdefault("fields", {}), entry["fields"])
