from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.periods import LENGTHS, Period, earlier_period, get_offset, like_for_like, period_of

COMPARED = ("previous", "year_ago")
LIMIT = 40
MAX_LIMIT = 1000


class CrmSmarketAnalysis(models.AbstractModel):
    """What a user has chosen, checked and completed."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_options(self, description, options):
        """Return the options that a report gets, all of them there and each within its choices.

        ``period``
            ``{"kind": "month"|"quarter"|"year"|"12months", "offset": 0}``, the offset counted from the
            present one, so that what is saved stays of use; a ``start`` can stand in its place; or
            ``{"kind": "custom", "start": day, "end": day}``. Given back with first and last day.
        ``compare``
            ``"previous"``, ``"year_ago"`` or None
        ``dimension``, ``measure``, ``reading``
            keys of what the report offers
        ``trail``
            the way down: a list of ``{"dimension", "id", "name"}``
        ``filters``
            ``{key of a dimension: [ids, or texts of a dimension without a model]}``
        ``order``
            key of a column, and ``asc`` or ``desc``
        ``limit``, ``offset``
            how many rows, and from which on

        :raise UserError: for what there is not
        """
        known = {
            "period": {"kind": "12months"},
            "compare": "previous" if description["compares"] else None,
            "dimension": next(iter(description["dimensions"]), None),
            "trail": [],
            "measure": next(iter(description["measures"]), None),
            "reading": next(iter(description["readings"]), None),
            "filters": {},
            "order": f"{description['orders'][0]} desc" if description["orders"] else None,
            "limit": LIMIT,
            "offset": 0,
        }
        for key in options:
            self._check_choice(key, known, self.env._("choice"))
        options = {**known, **description["defaults"], **options}
        for key, label in (
            ("dimension", self.env._("dimension")),
            ("measure", self.env._("measure")),
            ("reading", self.env._("reading")),
        ):
            self._check_choice(options[key], description[f"{key}s"] or [None], label)
        comparisons = COMPARED if description["must_compare"] else [None, *COMPARED]
        self._check_choice(options["compare"], comparisons, self.env._("period to compare with"))
        return {
            **options,
            "period": self._read_period(options["period"]),
            "compare": options["compare"] if description["compares"] else None,
            "trail": self._read_trail(description, options["trail"]),
            "filters": self._read_filters(description, options["filters"]),
            "order": self._read_order(description, options["order"]),
            "limit": min(max(self._read_number(options["limit"]), 1), MAX_LIMIT),
            "offset": max(self._read_number(options["offset"]), 0),
        }

    @api.model
    def _check_choice(self, value, choices, label):
        if value not in choices:
            raise UserError(
                self.env._("“%(value)s” is not a %(choice)s of this analysis.", value=value, choice=label),
            )

    @api.model
    def _read_number(self, value):
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%(value)s” is not a number.", value=value)) from error

    @api.model
    def _read_day(self, value):
        try:
            day = fields.Date.to_date(value)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%(value)s” is not a date.", value=value)) from error
        if day and not 1970 <= day.year <= 2999:
            raise UserError(self.env._("The year %(year)s is not one of business.", year=day.year))
        return day

    @api.model
    def _read_period(self, asked):
        kind = asked.get("kind", "12months")
        self._check_choice(kind, [*LENGTHS, "custom"], self.env._("period"))
        today = self._get_today()
        if kind == "custom":
            start = self._read_day(asked.get("start")) or today
            end = self._read_day(asked.get("end")) or today
            if end < start:
                raise UserError(self.env._("The period ends before it begins."))
            return {"kind": kind, "start": start, "end": end, "offset": 0}
        if "offset" in asked:
            offset = min(max(self._read_number(asked["offset"]), -1000), 1000)
        else:
            # Of twelve months the last one names them, of others the first.
            day = self._read_day(asked.get("end" if kind == "12months" else "start")) or today
            offset = get_offset(kind, period_of(kind, day), today)
        return {"kind": kind, **period_of(kind, today, offset)._asdict(), "offset": offset}

    @api.model
    def _read_trail(self, description, trail):
        steps = []
        for step in trail:
            self._check_choice(step.get("dimension"), description["dimensions"], self.env._("dimension"))
            value = step.get("id") or False
            steps.append({"dimension": step["dimension"], "id": value, "name": str(step.get("name") or "")})
        return steps

    @api.model
    def _read_filters(self, description, filters):
        dimensions, read = self._get_dimensions(), {}
        for key, values in filters.items():
            self._check_choice(key, description["filters"], self.env._("filter"))
            if values:
                read[key] = [self._read_number(one) if dimensions[key].model else str(one) for one in values]
        return read

    @api.model
    def _read_order(self, description, order):
        if not order:
            return None
        column, _space, way = order.partition(" ")
        self._check_choice(column, [*description["orders"], "name"], self.env._("order"))
        return f"{column} {'asc' if way == 'asc' else 'desc'}"

    # -- periods -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_period(self, options):
        """Return the period that was chosen."""
        return Period(options["period"]["start"], options["period"]["end"])

    @api.model
    def _get_earlier(self, options):
        """Return what the period is compared with, as many days of it as have passed; None for no comparison."""
        if not options["compare"]:
            return None
        period = self._get_period(options)
        earlier = earlier_period(options["period"]["kind"], period, options["compare"] == "year_ago")
        return like_for_like(period, earlier, self._get_today())

    @api.model
    def _get_periods(self, options):
        """Return ``{"current": Period, "previous": Period}``, the latter where there is something to compare with."""
        earlier = self._get_earlier(options)
        return {"current": self._get_period(options), **({"previous": earlier} if earlier else {})}

    @api.model
    def _get_days_domain(self, model, name, period):
        """Return the domain of the days of a period; moments are those of the user's time zone.

        :param str name: field of the model, of a day or of a moment
        """
        if self.env[model]._fields[name].type == "date":
            return Domain(name, ">=", period.start) & Domain(name, "<=", period.end)
        start, end = (self._get_moment(day) for day in (period.start, period.end + timedelta(days=1)))
        return Domain(name, ">=", start) & Domain(name, "<", end)

    @api.model
    def _get_moment(self, day):
        """Return when a day begins in the user's time zone, as a text in UTC."""
        begin = self.env.tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc)
        return fields.Datetime.to_string(begin)
