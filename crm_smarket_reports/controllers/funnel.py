import json

from odoo.http import Controller, content_disposition, request, route

from ..tools.workbook import make_workbook


class FunnelController(Controller):
    """The workbook of a funnel by a plain link, so that it works in an app as in a browser."""

    @route("/crm_smarket/funnel.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, model, domain, options, companies=""):
        """Answer with the figures of funnels as a workbook; the parameters are those of ``get_funnels``, as JSON.

        :param str companies: ids of the companies that are switched on, with commas between
        """
        context = {"allowed_company_ids": [int(one) for one in companies.split(",") if one.isdigit()]}
        funnel = request.env["crm.smarket.funnel"].with_context(**context if companies else {})
        _allowed = funnel.env.companies  # refuses those that are not the user's
        if model not in request.env:
            return request.not_found()
        headers = [
            ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("Content-Disposition", content_disposition("funnel.xlsx")),
        ]
        sheet = funnel._get_sheet(model, json.loads(domain), json.loads(options))
        return request.make_response(make_workbook(**sheet), headers)
