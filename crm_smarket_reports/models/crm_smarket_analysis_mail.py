from odoo import api, models
from odoo.tools.misc import formatLang

ROWS = 7
COLUMNS = 3
TYPES = ("money", "count", "percent", "share", "days", "change")


class CrmSmarketAnalysis(models.AbstractModel):
    """The beginning of a report, for a mail."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_mail_table(self, report):
        """Return the first rows and figures of a report as texts.

        :param dict report: as :meth:`get_report` returns it
        :return: ``{"period", "header": [label], "rows": [{"name", "cells": [{"text", "sign"}]}], "total",
            "others"}``, the sign being -1, 0 or 1 where a figure is a change; None where there is nothing
        """
        table = next((one for one in [report, *report["blocks"]] if one["rows"]), None)
        if not table:
            return None
        # The change in per cent says what the change says.
        columns = [one for one in table["columns"] if one["type"] in TYPES and one["key"] != "change"][:COLUMNS]
        hidden = len(table["rows"]) - ROWS + (table.get("others") or {}).get("count", 0)
        return {
            "period": self._name_days(report["periods"]["current"].values()) if report["choices"]["has_period"] else "",
            "header": [
                next((one["label"] for one in table["columns"] if one["key"] == "name"), ""),
                *(column["label"] for column in columns),
            ],
            "rows": [self._get_mail_row(row, columns) for row in table["rows"][:ROWS]],
            "others": self.env._("%(count)s others", count=hidden) if hidden > 0 else "",
            "total": table.get("total") and self._get_mail_row(table["total"], columns),
        }

    @api.model
    def _get_mail_row(self, row, columns):
        return {
            "name": row["name"],
            "cells": [self._get_mail_cell(row["cells"].get(column["key"]), column["type"]) for column in columns],
        }

    @api.model
    def _get_mail_cell(self, cell, kind):
        value = cell.get("value") if isinstance(cell, dict) else cell
        if value is None or value is False:
            return {"text": "", "sign": 0}
        dashboard = self.env["crm.smarket.dashboard"]
        if kind == "money":
            return {"text": dashboard._format_short(value), "sign": 0}
        if kind == "change":
            return {"text": dashboard._get_percent(value), "sign": (value > 0) - (value < 0)}
        if kind in ("percent", "share"):
            return {"text": f"{formatLang(self.env, 100 * value, digits=0)}%", "sign": 0}
        return {"text": formatLang(self.env, value, digits=1 if kind == "days" else 0), "sign": 0}
