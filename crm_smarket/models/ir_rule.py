from odoo import api, models, tools
from odoo.fields import Domain


class IrRule(models.Model):
    """Rules of a project's parts follow from the rules of opportunities."""

    _inherit = "ir.rule"

    @api.model
    @tools.ormcache("self.env.uid", "self.env.su", "model_name", "mode", "tuple(self._compute_domain_context_values())")
    def _compute_domain(self, model_name, mode="read"):
        """Give the parts of a project exactly the rules of their opportunity.

        As core does for ``_inherits``: whoever may not read an opportunity reads none
        of its stages, documents or products, whichever rules other add-ons put on
        opportunities. Changing, adding or removing a part is changing the opportunity.
        A model takes part by naming the way to its opportunity in ``_access_through_lead``;
        where that field may be empty, records without an opportunity stay open.
        """
        domain = super()._compute_domain(model_name, mode)
        model = self.env[model_name]
        path = getattr(model, "_access_through_lead", None)
        if not path:
            return domain
        lead_mode = "read" if mode == "read" else "write"
        allowed = super()._compute_domain("crm.lead", lead_mode)
        *way, last = path.split(".")
        through = Domain(last, "any", allowed)
        holder = model.browse().mapped(".".join(way)) if way else model
        if not holder._fields[last].required:
            through |= Domain(last, "=", False)
        for fname in reversed(way):
            through = Domain(fname, "any", through)
        return (domain & through).optimize(model)
