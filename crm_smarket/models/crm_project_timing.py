from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.schedule import Delay
from ..tools.times import find_fault

# What the plan of a stage consists of, besides its links.
TIMING_FIELDS = (
    "dependency_type",
    "offset",
    "offset_unit",
    "duration",
    "duration_unit",
    "lag",
    "lag_unit",
)
UNITS = [("hours", "Hours"), ("days", "Days"), ("weeks", "Weeks")]


class CrmProjectTiming(models.AbstractModel):
    """What a stage of a template and a stage of a project have in common: their timing."""

    _name = "crm.project.timing"
    _description = "Timing of a Stage"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
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

    @api.constrains(*TIMING_FIELDS)
    def _check_timing(self):
        for stage in self:
            for fname in ("offset", "duration", "lag"):
                fault = find_fault(stage[fname], stage[f"{fname}_unit"])
                if fault:
                    raise ValidationError(stage._describe_fault(fname, fault))

    def _describe_fault(self, fname, fault):
        """Return in words what is wrong with the time in ``fname``, and the remedy."""
        self.ensure_one()
        words = {"field": self._fields[fname]._description_string(self.env), "stage": self.name}
        if fault == "nan":
            return self.env._("%(field)s of the stage “%(stage)s” is no number. Enter 0 or more.", **words)
        if fault == "negative":
            return self.env._("%(field)s of the stage “%(stage)s” is negative. Enter 0 or more.", **words)
        return self.env._(
            "%(field)s of the stage “%(stage)s” is longer than ten years. Enter a shorter time or another unit.",
            **words,
        )

    def _get_timing(self):
        """Return dependency, offset, duration and lag of this stage as values to write."""
        self.ensure_one()
        return {fname: self[fname] for fname in TIMING_FIELDS}

    def _get_delay(self, fname):
        """Return the delay in the field ``fname`` (offset, duration, lag) for the planner."""
        self.ensure_one()
        return Delay(self[fname], self[f"{fname}_unit"])
