from odoo import api, fields, models
from odoo.tools.misc import format_datetime

from ..tools.schedule import forward
from .crm_project_stage import OPEN_STATES


class CrmProjectStage(models.Model):
    """What a change in the form of one stage moves, shown before it is saved."""

    _inherit = "crm.project.stage"

    moves_preview = fields.Html(
        compute="_compute_moves_preview", help="The stages that saving will move, with their new dates."
    )

    @api.depends(
        "date_start",
        "date_end",
        "date_not_before",
        "predecessor_ids",
        "dependency_type",
        "duration",
        "duration_unit",
        "lag",
        "lag_unit",
    )
    def _compute_moves_preview(self):
        """Only in a form's memory: what is saved has moved already."""
        for stage in self:
            moves = stage._get_moves() if stage._origin and not stage.id else []
            stage.moves_preview = moves and self.env["ir.qweb"]._render("crm_smarket.project_moves", {"moves": moves})

    def _get_moves(self):
        """Return the stages that saving this unsaved change would move, in their order.

        :return: list of ``{"name": str, "start": str, "end": str}``, dates as people read them;
            empty while the stages cannot be planned, which saving will say
        """
        self.ensure_one()
        lead = self.lead_id._origin
        stages = (lead.project_stage_ids - self._origin) | self
        calendar = lead._get_planning_calendar()
        try:
            plan = forward(stages._get_nodes(calendar), calendar)
        except ValueError:
            return []
        moves = []
        for stage in stages.sorted("sequence"):
            start, end = plan.get(stage._get_key(), (False, False))
            before = stage._origin
            if stage.state == "in_progress":
                start = before.date_start
            if stage.state in OPEN_STATES and (start, end) != (before.date_start, before.date_end):
                moves.append(
                    {
                        "name": stage.name,
                        "start": format_datetime(self.env, start, dt_format="short"),
                        "end": format_datetime(self.env, end, dt_format="short"),
                    }
                )
        return moves
