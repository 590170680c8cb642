from typing import NamedTuple

from odoo import models

from ..tools.network import topological_order


class Place(NamedTuple):
    """Where a deal stands in a template.

    :param stage: the template stage in progress
    :param passed: the template stages that are done, in the order in which they happen
    :param columns: ``{template stage id: column id}`` of the stages that tell a column's time
    :param has_due: whether a later hard stage waits for nothing but passed ones
    """

    stage: models.BaseModel
    passed: models.BaseModel
    columns: dict
    has_due: bool


class CrmProjectTemplate(models.Model):
    """Which stage of a template a column of the pipeline stands for."""

    _inherit = "crm.project.template"

    def _get_places(self):
        """Return ``{column: Place}`` for the columns that stages of this template name.

        A column stands for the first stage that names it, as when a deal is dropped there.
        """
        self.ensure_one()
        rules = self.sudo().stage_ids.filtered("active")
        naming = {}
        for rule in rules:
            if rule.crm_stage_id:
                naming.setdefault(rule.crm_stage_id, rule)
        columns = {rule.id: column.id for column, rule in naming.items()}
        order = topological_order({rule.id: (rule.predecessor_ids & rules).ids for rule in rules})
        places = {}
        for column, rule in naming.items():
            passed = rules[: rules.ids.index(rule.id)]
            followed = rule.predecessor_ids
            while followed - passed:
                passed |= followed
                followed = followed.predecessor_ids
            passed = (passed & rules) - rule
            places[column] = Place(
                stage=rule,
                passed=passed.sorted(lambda r: order.index(r.id)),
                columns=columns,
                has_due=any(
                    later.dependency_type == "hard" and later.predecessor_ids and later.predecessor_ids <= passed
                    for later in rules - passed - rule
                ),
            )
        return places
