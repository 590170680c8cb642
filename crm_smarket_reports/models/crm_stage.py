from odoo import models


class CrmStage(models.Model):
    """The order of the columns tells which way is onwards."""

    _inherit = "crm.stage"

    def write(self, vals):
        """Another order changes the passages of every deal: they are written anew in the background."""
        changed = not {"sequence", "is_won"}.isdisjoint(vals) and any(
            stage[name] != vals[name] for stage in self for name in ("sequence", "is_won") if name in vals
        )
        result = super().write(vals)
        if changed:
            self._check_passages()
        return result

    def _check_passages(self):
        runs = self.env["crm.fact.run"].sudo()  # sudo: runs are made by the system alone
        waiting = runs.search([("kind", "=", "check"), ("fact", "=", "crm.passage.fact"), ("position", ">", 0)])
        if not any(run.position == run.total for run in waiting):
            runs._begin("check", facts=["crm.passage.fact"])
