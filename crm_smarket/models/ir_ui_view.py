from odoo import fields, models

PLAN_FIELDS = ("date_start", "date_end")
PLAN_ATTRIBUTES = {
    "__validate__",  # how core marks what it validates
    "class",
    "date_end",
    "date_start",
    "default_group_by",
    "edit",
    "js_class",
    "limit",
    "sample",
    "string",
}


class IrUiView(models.Model):
    """The view type ``smarket_plan``: stages of many projects as bars on one time axis.

    ``<smarket_plan date_start="…" date_end="…" default_group_by="…" limit="40" edit="0"/>``
    """

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("smarket_plan", "Plan")])

    def _get_view_info(self):
        return {"smarket_plan": {"icon": "fa fa-tasks"}} | super()._get_view_info()

    def _postprocess_tag_smarket_plan(self, node, name_manager, node_info):
        for attribute in (*PLAN_FIELDS, "default_group_by"):
            if fname := node.get(attribute):
                name_manager.has_field(node, fname, node_info)

    def _validate_tag_smarket_plan(self, node, name_manager, node_info):
        """Refuse a plan without its dates, or with what this view does not know."""
        self._postprocess_tag_smarket_plan(node, name_manager, node_info)
        if not node_info["validate"]:
            return
        for child in node.iterchildren("*"):
            self._raise_view_error(self.env._("A plan view has no content, but there is a <%s>.", child.tag), child)
        if unknown := set(node.attrib) - PLAN_ATTRIBUTES:
            self._raise_view_error(
                self.env._(
                    "A plan view does not know the attributes %(unknown)s. It knows %(known)s.",
                    unknown=", ".join(sorted(unknown)),
                    known=", ".join(sorted(PLAN_ATTRIBUTES - {"__validate__"})),
                ),
                node,
            )
        for attribute in PLAN_FIELDS:
            field = name_manager.model._fields.get(node.get(attribute) or "")
            if not field or field.type != "datetime":
                self._raise_view_error(
                    self.env._(
                        "The attribute “%(attribute)s” of a plan view must name a field with date and time.",
                        attribute=attribute,
                    ),
                    node,
                )
