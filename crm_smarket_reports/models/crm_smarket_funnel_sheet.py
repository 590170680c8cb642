from odoo import api, models


class CrmSmarketFunnel(models.AbstractModel):
    """Funnels as a sheet of a workbook."""

    _inherit = "crm.smarket.funnel"

    @api.model
    def _get_sheet(self, model, domain, options):
        """Return what :func:`~.tools.workbook.make_workbook` takes: a row per funnel and level."""
        data = self.get_funnels(model, domain, options)
        columns = self._get_sheet_columns(data["reading"])
        stage = self.env[model]._fields[options["stage"]]._description_string(self.env)
        return {
            "title": self.env._("Funnel"),
            "header": [self.env._("Group"), self.env._("Compared"), stage, *columns.values()],
            "rows": [
                [
                    funnel["group"],
                    funnel["variant"] or data["period"],
                    level["name"],
                    *(self._get_cell(level, key) for key in columns),
                ]
                for funnel in data["funnels"]
                for level in funnel["levels"]
            ],
        }

    @api.model
    def _get_sheet_columns(self, reading):
        if reading == "snapshot":
            return {"value": self.env._("Now There"), "share": self.env._("Share")}
        return {
            "value": self.env._("Reached"),
            "passed": self.env._("Went On"),
            "failed": self.env._("Lost There"),
            "open": self.env._("Still There"),
            "skipped": self.env._("Skipped"),
            "revisited": self.env._("Came Back"),
            "share": self.env._("Share That Went On"),
            "low": self.env._("At Least"),
            "high": self.env._("At Most"),
            "median": self.env._("Median Days"),
            "percentile80": self.env._("80 % Within Days"),
        }

    @api.model
    def _get_cell(self, level, key):
        if key in ("low", "high"):
            return level["interval"] and level["interval"][key == "high"]
        return level[key]
