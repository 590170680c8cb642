from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.schedule import Delay

UNITS = [("hours", "Hours"), ("days", "Days"), ("weeks", "Weeks")]
HOURS_PER_UNIT = {"hours": 1, "days": 24, "weeks": 168}
LONGEST_HOURS = 10 * 366 * 24


class CrmProjectTiming(models.AbstractModel):
    """What a stage of a template and a stage of a project have in common: their timing."""

    _name = "crm.project.timing"
    _description = "Timing of a Stage"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    dependency_type = fields.Selection(
        [("soft", "Soft"), ("hard", "Hard")],
        string="Dependency",
        default="soft",
        required=True,
        help="Hard: starts by itself when all previous stages are done.\n"
        "Soft: may overlap the previous stages or start later; a person starts it.",
    )
    offset = fields.Float(
        help="Planned start, counted from the start of the project. "
        "The offset of a hard stage follows from its previous stages.",
    )
    offset_unit = fields.Selection(UNITS, default="days", required=True)
    duration = fields.Float(default=1.0)
    duration_unit = fields.Selection(UNITS, default="days", required=True)
    lag = fields.Float(
        help="How long a hard stage waits after the end of its last previous stage.",
    )
    lag_unit = fields.Selection(UNITS, default="days", required=True)

    @api.constrains("offset", "offset_unit", "duration", "duration_unit", "lag", "lag_unit")
    def _check_timing(self):
        for stage in self:
            for fname in ("offset", "duration", "lag"):
                amount = stage[fname]
                if amount < 0:
                    raise ValidationError(
                        self.env._(
                            "%(field)s of the stage “%(stage)s” is negative. Enter 0 or more.",
                            field=stage._fields[fname]._description_string(self.env),
                            stage=stage.name,
                        )
                    )
                # written so that "not a number" fails as well
                if not amount * HOURS_PER_UNIT[stage[f"{fname}_unit"]] <= LONGEST_HOURS:
                    raise ValidationError(
                        self.env._(
                            "%(field)s of the stage “%(stage)s” is longer than ten years. "
                            "Enter a shorter time or another unit.",
                            field=stage._fields[fname]._description_string(self.env),
                            stage=stage.name,
                        )
                    )

    def _get_delay(self, fname):
        """Return the delay in the field ``fname`` (offset, duration, lag) for the planner."""
        self.ensure_one()
        return Delay(self[fname], self[f"{fname}_unit"])
