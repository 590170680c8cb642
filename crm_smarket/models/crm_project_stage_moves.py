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
            dates = stage._plan_unsaved() if stage._origin and not stage.id else {}
            moves = stage._get_moves(dates)
            stage.moves_preview = moves and self.env["ir.qweb"]._render(
                "crm_smarket.project_moves", {"moves": moves, "words": stage._get_move_words(dates)}
            )

    def _plan_unsaved(self):
        """Return what saving this unsaved change would plan.

        :return: ``{stage: (start, end)}`` of the stages of the project in their order; empty while
            they cannot be planned, which saving will say
        """
        self.ensure_one()
        lead = self.lead_id._origin
        stages = (lead.project_stage_ids - self._origin) | self
        calendar = lead._get_planning_calendar()
        try:
            plan = forward(stages._get_nodes(calendar), calendar)
        except ValueError:
            return {}
        return {stage: plan.get(stage._get_key(), (False, False)) for stage in stages.sorted("sequence")}

    def _get_moves(self, dates):
        """Return the stages that move.

        :param dict dates: see :meth:`_plan_unsaved`
        :return: list of ``{"name": str, "start": str, "end": str}``, dates as people read them
        """
        moves = []
        for stage, (start, end) in dates.items():
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

    def _get_move_words(self, dates):
        """Return sentences on what the new end of the project means.

        :param dict dates: see :meth:`_plan_unsaved`
        """
        ends = [
            (end if stage.state in OPEN_STATES else stage.date_end)
            for stage, (_start, end) in dates.items()
            if stage.state != "cancelled"
        ]
        return self.lead_id._origin._describe_project_move(max(filter(None, ends), default=False))
