from odoo import fields, models
from odoo.models import READ_GROUP_TIME_GRANULARITY

FUNNEL_ATTRIBUTES = {
    "__validate__",  # how core marks what it validates
    "class",
    "date",
    "default_group_by",
    "js_class",
    "measure",
    "stage",
    "string",
}


class IrUiView(models.Model):
    """The view type ``smarket_funnel``: how many records, or how much, there is at each stage.

    ``<smarket_funnel stage="stage_id" measure="expected_revenue" date="create_date" default_group_by="team_id"/>``:
    only ``stage`` is required; without a measure records are counted; ``date`` says to which
    period a record belongs, which is when it was made unless given.
    """

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("smarket_funnel", "Funnel")])

    def _get_view_info(self):
        return {"smarket_funnel": {"icon": "fa fa-filter"}} | super()._get_view_info()

    def _postprocess_tag_smarket_funnel(self, node, name_manager, node_info):
        for attribute in ("stage", "measure", "date", "default_group_by"):
            if fname := node.get(attribute):
                name_manager.has_field(node, fname.split(":")[0], node_info)

    def _validate_tag_smarket_funnel(self, node, name_manager, node_info):
        """Refuse a funnel without its stages, or with what this view does not know."""
        self._postprocess_tag_smarket_funnel(node, name_manager, node_info)
        if not node_info["validate"]:
            return
        for child in node.iterchildren("*"):
            self._raise_view_error(self.env._("A funnel has no content, but there is a <%s>.", child.tag), child)
        if unknown := set(node.attrib) - FUNNEL_ATTRIBUTES:
            self._raise_view_error(
                self.env._(
                    "A funnel does not know the attributes %(unknown)s. It knows %(known)s.",
                    unknown=", ".join(sorted(unknown)),
                    known=", ".join(sorted(FUNNEL_ATTRIBUTES - {"__validate__"})),
                ),
                node,
            )
        model_fields = name_manager.model._fields
        stage = model_fields.get(node.get("stage") or "")
        if not stage or stage.type != "many2one" or not stage.store:
            self._raise_view_error(
                self.env._("The attribute “stage” of a funnel must name a stored field that points to one stage."), node
            )
        measure = node.get("measure")
        if measure and not self._is_funnel_measure(model_fields.get(measure)):
            self._raise_view_error(
                self.env._("The attribute “measure” of a funnel must name a stored number or amount of money."), node
            )
        date = model_fields.get(node.get("date") or "create_date")
        if not date or date.type not in ("date", "datetime") or not date.store:
            self._raise_view_error(self.env._("The attribute “date” of a funnel must name a stored date."), node)
        if (group_by := node.get("default_group_by")) and not self._is_funnel_group(model_fields, group_by):
            self._raise_view_error(
                self.env._(
                    "The attribute “default_group_by” of a funnel must name a stored field; a date with its interval, "
                    "as in “create_date:month”."
                ),
                node,
            )

    def _is_funnel_measure(self, field):
        return field and field.store and field.type in ("integer", "float", "monetary")

    def _is_funnel_group(self, model_fields, group_by):
        """Return whether records can be grouped by a field, which stands with its interval if it is a date."""
        name, _colon, interval = group_by.partition(":")
        field = model_fields.get(name)
        if not field or not field._description_groupable(self.env):
            return False
        return interval in READ_GROUP_TIME_GRANULARITY if field.type in ("date", "datetime") else not interval
