from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.periods import Period, add_months, like_for_like, month_of

# More funnels than anybody compares at one glance.
MAX_GROUPS = 6
# More teams than anybody looks through in a list.
MAX_TEAMS = 200
DEFAULTS = {
    "stage": False,
    "measure": False,
    "date": "create_date",
    "reading": "snapshot",
    "group_by": (),
    "period": False,
    "team": False,
    "compare": False,
}
COMPARED_MONTHS = {"year_ago": 12}


class CrmSmarketFunnel(models.AbstractModel):
    """Funnels of any model: how many records, or how much, there is at each stage.

    One method answers the view and its workbook. The two readings of a funnel are in
    :mod:`.crm_smarket_funnel_readings`.
    """

    _name = "crm.smarket.funnel"
    _description = "Funnel"
    _inherit = ["crm.smarket.figures"]

    @api.model
    @api.readonly
    def get_funnels(self, model, domain, options):
        """Return the funnels of the records of a domain, those to compare side by side.

        :param str model: of the records
        :param list domain: what is searched for
        :param dict options: ``stage``, ``measure`` and ``date`` are fields of the model, as in the view;
            ``reading`` is ``snapshot`` or ``passage``; ``group_by`` is a list that makes a funnel per group;
            ``period`` is ``{"months": number, "end": "2026-03" or False}``, ``team`` the id of a sales team;
            ``compare`` is ``previous``, ``year_ago`` or the id of another sales team
        :return: ``{"reading", "explanation", "period", "currency_id", "teams", "few", "hidden", "funnels"}``; a
            funnel has a name and levels, a level the figures of its reading and the domains behind them.
            Figures are in the unit of the measure; "skipped" and "revisited" are always counted
        """
        records = self.env[model]
        records.check_access("read")
        options = self._check_options(records, options)
        read = getattr(self, f"_read_{options['reading']}")
        groups = self._get_groups(records, Domain(domain), options)
        funnels = []
        for group, group_domain in groups[:MAX_GROUPS]:
            funnels += self._align(
                [
                    {
                        "group": group,
                        "variant": variant,
                        **read(records, Domain.AND([domain, group_domain, variant_domain]), period, options),
                    }
                    for variant, variant_domain, period in self._get_variants(options)
                ],
                records._fields[options["stage"]],
            )
        measure = records._fields.get(options["measure"])
        period = self._get_period(options)
        return {
            "reading": options["reading"],
            "readings": self._get_readings(records, options),
            "explanation": self._explain(options),
            "period": self._name_period(period) if period else "",
            "currency_id": measure is not None and measure.type == "monetary" and self.env.company.currency_id.id,
            "teams": self._get_teams() if "team_id" in records else [],
            "few": self.env.company.crm_smarket_few_cases,
            "hidden": len(groups) > MAX_GROUPS,
            "funnels": funnels,
        }

    @api.model
    def _get_teams(self):
        teams = self.env["crm.team"].search([], limit=MAX_TEAMS)
        return [{"id": team.id, "name": team.display_name} for team in teams]

    # -- options -----------------------------------------------------------------------------------------------------

    @api.model
    def _check_options(self, records, options):
        """Return the options with defaults for those that are missing; refuse what would make no funnel."""
        if unknown := set(options) - set(DEFAULTS):
            raise UserError(self.env._("A funnel does not know: %s.", ", ".join(sorted(unknown))))
        options = {**DEFAULTS, **options}
        stage = records._fields.get(options["stage"] or "")
        if stage is None or stage.type != "many2one":
            raise UserError(self.env._("A funnel needs a field that points to a stage."))
        if options["reading"] not in self._get_readings(records, options):
            options["reading"] = "snapshot"
        return options

    @api.model
    def _get_readings(self, records, options):
        """Return which readings there are: passage only where somebody keeps the way of the records."""
        has_passages = hasattr(records, "_get_funnel_passages") and self._get_level_field(records, options)
        return ["snapshot", "passage"] if has_passages else ["snapshot"]

    @api.model
    def _explain(self, options):
        if options["reading"] == "passage":
            return self.env._(
                "Passage: of the deals that reached a stage in this period, how many went on. Each deal counts once "
                "per stage; those still open are not counted as failures."
            )
        if options["period"]:
            return self.env._("Snapshot: at which stage those that were made in this period stand now.")
        return self.env._("Snapshot: at which stage all of them stand now.")

    # -- periods -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_period(self, options):
        """Return the period that is asked for, None for all times."""
        if not options["period"]:
            return None
        months, end = options["period"]["months"], options["period"].get("end")
        last = fields.Date.to_date(f"{end}-01") if end else self._get_today()
        return Period(add_months(last.replace(day=1), 1 - months), month_of(last).end)

    @api.model
    def _get_earlier_period(self, period, months):
        """Return the same period so many months ago; of one that is not over as many days as have passed."""
        earlier = Period(
            add_months(period.start, -months), month_of(add_months(period.end.replace(day=1), -months)).end
        )
        return like_for_like(period, earlier, self._get_today())

    @api.model
    def _name_period(self, period):
        return " – ".join(format_date(self.env, day) for day in period)

    @api.model
    def _get_variants(self, options):
        """Return what stands side by side: list of (name, domain, period)."""
        period = self._get_period(options)
        team, compare = options["team"], options["compare"]
        variants = [("", self._get_team_domain(team), period)]
        if compare in ("previous", "year_ago") and period:
            variants[0] = (self._name_period(period), *variants[0][1:])
            earlier = self._get_earlier_period(period, COMPARED_MONTHS.get(compare, options["period"]["months"]))
            variants.append((self._name_period(earlier), variants[0][1], earlier))
        elif isinstance(compare, int) and compare:
            teams = self.env["crm.team"]
            name = teams.browse(team).display_name if team else self.env._("All Teams")
            variants[0] = (name, *variants[0][1:])
            variants.append((teams.browse(compare).display_name, self._get_team_domain(compare), period))
        return variants

    @api.model
    def _get_team_domain(self, team):
        return Domain("team_id", "=", team) if team else Domain.TRUE

    # -- groups and levels -------------------------------------------------------------------------------------------

    @api.model
    def _get_groups(self, records, domain, options):
        """Return the groups, the largest first, dates by time: list of (name, domain)."""
        group_by = options["group_by"]
        if not group_by:
            return [("", Domain.TRUE)]
        labels = {one: self._get_group_labels(records, one.split(":")[0]) for one in group_by}
        is_date = records._fields[group_by[0].split(":")[0].split(".")[0]].type in ("date", "datetime")
        rows = records.with_context(active_test=options["reading"] == "snapshot").formatted_read_group(
            list(domain & self._get_team_domain(options["team"])),
            group_by,
            order=", ".join([f"{one} DESC" for one in group_by] if is_date else ["__count DESC", *group_by]),
            limit=MAX_GROUPS + 1,
        )
        groups = [
            (
                " · ".join(str(_get_label(row[one], labels[one]) or self.env._("None")) for one in group_by),
                Domain(row["__extra_domain"]),
            )
            for row in rows
        ]
        return [*reversed(groups[:MAX_GROUPS]), *groups[MAX_GROUPS:]] if is_date else groups

    @api.model
    def _get_group_labels(self, records, name):
        """Return ``{value: label}`` of a field, or of a property such as ``lead_properties.size``."""
        if "." in name:
            definition = records.get_property_definition(name)
            options = [*(definition.get("selection") or ()), *(definition.get("tags") or ())]
            return {value: label for value, label, *_colour in options}
        field = records._fields[name]
        return dict(field._description_selection(self.env)) if field.type == "selection" else {}

    @api.model
    def _align(self, funnels, stage):
        """Give funnels that are compared the same levels in the order of the stages, with their names."""
        ids = {level for funnel in funnels for level in funnel["levels"]}
        stages = self.env[stage.comodel_name].with_context(active_test=False).search([("id", "in", list(ids))])
        for funnel in funnels:
            known, empty = funnel["levels"], funnel.pop("empty")
            funnel["levels"] = [
                {"id": level.id, "name": level.display_name, **(known.get(level.id) or empty)} for level in stages
            ]
        return funnels


def _get_label(value, labels):
    """Return the name of a group as it comes from ``formatted_read_group``."""
    if isinstance(value, tuple | list):
        return value[1]
    return labels.get(value, value)
