from odoo import api, models

from .crm_smarket_analysis_spending_figures import COUNTED, TERRITORY

NAMED = 5  # of what brought nothing


class CrmSmarketAnalysis(models.AbstractModel):
    """What one must know to read the return on spending right."""

    _inherit = "crm.smarket.analysis"

    @api.model
    def _get_spending_notes(self, rows, options):
        """Return what one must know: money that brought nothing, whose figures these are, what is counted twice."""
        notes = self._get_wasted_note(rows, options)
        if options["measure"] not in dict.fromkeys(name for row in rows for name in row) and rows:
            notes.append(self.env._("Receipts do not tell product categories: choose the return from margin."))
        if any(row["id"] is False for row in rows):
            notes.append(
                self.env._("What belongs to none (“Not given”) has no return, nor is it in the return of the total.")
            )
        if options["dimension"] == "categ":
            notes.append(
                self.env._("A deal counts in each category of which it plans products; the total counts it once.")
            )
        if options["dimension"] in TERRITORY:
            notes.append(
                self.env._(
                    "An expense counts where it says, or else where its opportunity is; one that says neither is in "
                    "“Not given”, and in the return of no territory. Receipts and margin count where the contact was."
                )
            )
        if not self._sees_all_expenses():
            notes.append(self.env._("Your own expenses, beside what came in from your own deals."))
        return notes

    @api.model
    def _get_wasted_note(self, rows, options):
        """Return the sentence that names what brought nothing, the costliest if there is much of it; as a list."""
        brought = [name for name in COUNTED if name != "spent"]
        spending = [row for row in rows if row["id"] is not False and row.get("spent", 0) > 0]
        wasted = sorted(
            (row for row in spending if not any(row.get(name) for name in brought)), key=lambda row: -row["spent"]
        )
        if not wasted:
            return []
        named = [row["id"] for row in wasted[:NAMED]]
        names = self._get_names(options["dimension"], named)
        listed = [names[value] for value in named]
        if len(wasted) > NAMED:
            listed.append(self.env._("%(count)s others", count=len(wasted) - NAMED))
        return [
            self.env._("Brought nothing in this period, neither a lead nor money: %(names)s.", names=", ".join(listed))
        ]
