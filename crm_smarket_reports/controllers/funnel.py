import json

from odoo.http import Controller, request, route

from .workbook import answer, get_model


class FunnelController(Controller):
    """The workbook of a funnel by a plain link, so that it works in an app as in a browser."""

    @route("/crm_smarket/funnel.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, model, domain, options, companies="", facets="[]"):
        """Answer with the figures of funnels as a workbook; the parameters are those of ``get_funnels``, as JSON.

        :param str companies: ids of the companies that are switched on, with commas between
        :param str facets: what is searched for in words, as JSON: list of [label, text]
        """
        funnel = get_model("crm.smarket.funnel", companies)
        if model not in request.env:
            raise request.not_found()
        return answer(*funnel._get_workbook(model, json.loads(domain), json.loads(options), json.loads(facets)))
