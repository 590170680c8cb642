from odoo import api, models

from .crm_smarket_analysis_spending_figures import FIGURES


class CrmSmarketAnalysis(models.AbstractModel):
    """Who contributed most: the managers by what is left of what they brought."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_spending_ranking(self, options):
        """Return the managers by what is left of their margin, or of their receipts, after their own expenses."""
        measure = options["measure"]
        by_user = {**options, "dimension": "user"}
        found, total = self._get_spending_figures(by_user, ["spent", measure])
        if not self._sees_all_expenses() or not {"spent", measure} <= set(total):
            return []
        rows = [
            {"id": value, "spent": one.get("spent", 0.0), measure: one.get(measure, 0.0)}
            for value, one in found.items()
            if any(one.values())
        ]
        for row in rows:
            row["left"] = self.env.company.currency_id.round(row[measure] - row["spent"])
        rows.sort(key=lambda row: (not row["id"], -row["left"], row["id"]))
        names = self._get_names("user", [row["id"] for row in rows])
        columns = {column.key: column for column in self._get_spending_columns()}
        titles = {
            "margin": self.env._("Managers by Margin after Their Own Expenses"),
            "receipts": self.env._("Managers by Receipts after Their Own Expenses"),
        }
        whole = {"id": None, **total, "left": sum(row["left"] for row in rows)}
        return rows and [
            {
                "title": titles[measure],
                "columns": [
                    {"key": "name", "label": self.env._("Manager"), "type": "text"},
                    {
                        "key": "left",
                        "label": self.env._("Contribution"),
                        "type": "money",
                        "parts": [columns[name]._asdict() for name in (measure, "spent")],
                    },
                    columns[measure]._asdict(),
                    columns["spent"]._asdict(),
                ],
                "rows": [self._show_contribution(row, names[row["id"]], by_user, [row["id"]]) for row in rows],
                "total": self._show_contribution(whole, self.env._("Total"), by_user, None),
            }
        ]

    @api.model
    def _show_contribution(self, row, name, options, values):
        cells = {"left": {"value": row["left"]}}
        for key in ("spent", options["measure"]):
            domain = list(self._get_spending_domain(key, options, values))
            cells[key] = {"value": row[key], "model": FIGURES[key].model, "domain": domain}
        documents = {"model": cells[options["measure"]]["model"], "domain": cells[options["measure"]]["domain"]}
        return {"id": row["id"], "name": name, "cells": cells, "documents": documents, "next": False}
