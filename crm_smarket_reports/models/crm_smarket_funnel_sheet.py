from odoo import api, models


class CrmSmarketFunnel(models.AbstractModel):
    """Funnels as a workbook."""

    _inherit = "crm.smarket.funnel"

    @api.model
    def _get_workbook(self, model, domain, options, facets=()):
        """Return ``(file name, bytes)`` of funnels.

        :param str model: of the records, with ``domain`` and ``options`` as :meth:`get_funnels` takes them
        :param facets: (label, text) of what is searched for, in words
        """
        data = self.get_funnels(model, domain, options)
        sheet = self._get_sheet(model, data, options)
        chosen = [*self._get_chosen_lines(model, data, options), *facets]
        definitions = [(self.env._("What Is Counted"), data["explanation"])]
        return self._make_workbook(sheet["title"], [sheet], chosen, definitions)

    @api.model
    def _get_chosen_lines(self, model, data, options):
        """Return (label, text) of what was chosen above funnels."""
        lines = [(self.env._("Period"), data["period"] or self.env._("All times"))]
        teams = {team["id"]: team["name"] for team in data["teams"]}
        if options.get("team") in teams:
            lines.append((self.env._("Sales Team"), teams[options["team"]]))
        if options.get("compare"):
            compared = [funnel["variant"] for funnel in data["funnels"][1:2]]
            lines += [(self.env._("Compared with"), name) for name in compared if name]
        if measure := self.env[model]._fields.get(options.get("measure") or ""):
            lines.append((self.env._("Measure"), measure._description_string(self.env)))
        return lines

    @api.model
    def _get_sheet(self, model, data, options):
        """Return funnels as a sheet: a row per funnel and level, named by group and comparison where there are.

        :param dict data: what :meth:`get_funnels` has returned for a model and options
        """
        kind = "count"
        if measure := self.env[model]._fields.get(options.get("measure") or ""):
            kind = "money" if measure.type == "monetary" else "number"
        figures = self._get_sheet_columns(data["reading"], kind)
        stage = self.env[model]._fields[options["stage"]]._description_string(self.env)
        names = {"group": self.env._("Group"), "variant": self.env._("Compared")}
        names = {key: label for key, label in names.items() if any(funnel[key] for funnel in data["funnels"])}
        return {
            "title": self.env._("Funnel"),
            "columns": [
                *[{"label": label, "type": "text"} for label in (*names.values(), stage)],
                *[{"label": label, "type": kind} for label, kind in figures.values()],
            ],
            "rows": [
                [
                    *(funnel[key] for key in names),
                    level["name"],
                    *(self._get_cell(level, key) for key in figures),
                ]
                for funnel in data["funnels"]
                for level in funnel["levels"]
            ],
            "chart": self._get_sheet_chart(data["funnels"], len(names)),
        }

    @api.model
    def _get_sheet_chart(self, funnels, names):
        """Return the chart of funnels, whose levels stand beside each other where they are the same.

        :param int names: which column names the levels
        """
        levels = [level["name"] for level in funnels[0]["levels"]] if funnels else []
        series, first = [], 0
        for funnel in funnels:
            last = first + len(funnel["levels"]) - 1
            if [level["name"] for level in funnel["levels"]] == levels:
                label = " · ".join(filter(None, (funnel["group"], funnel["variant"])))
                series.append({"column": names + 1, "first": first, "last": last, "label": label})
            first = last + 1
        return levels and {"type": "funnel", "title": self.env._("Funnel"), "names": names, "series": series} or None

    @api.model
    def _get_sheet_columns(self, reading, kind):
        """Return ``{key of a figure: (label, type)}``.

        :param str kind: type of the measure
        """
        if reading == "snapshot":
            return {"value": (self.env._("Now There"), kind), "share": (self.env._("Share"), "share")}
        columns = {
            "value": (self.env._("Reached"), kind),
            "passed": (self.env._("Went On"), kind),
            "failed": (self.env._("Lost There"), kind),
            "open": (self.env._("Still There"), kind),
            "skipped": (self.env._("Skipped"), "count"),
            "revisited": (self.env._("Came Back"), "count"),
            "share": (self.env._("Share That Went On"), "percent"),
        }
        if kind == "count":
            columns |= {"low": (self.env._("At Least"), "percent"), "high": (self.env._("At Most"), "percent")}
        return {
            **columns,
            "median": (self.env._("Median Days"), "days"),
            "percentile80": (self.env._("80 % Within Days"), "days"),
        }

    @api.model
    def _get_cell(self, level, key):
        if key in ("low", "high"):
            return level["interval"] and level["interval"][key == "high"]
        return level[key]
