import json

from odoo.http import Controller, request, route

from .workbook import answer, get_model


class AnalysisController(Controller):
    """The workbook of a report by a plain link, so that it works in an app as in a browser."""

    @route("/crm_smarket/analysis/<string:key>.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, key, options="{}", companies=""):
        """Answer with a report and all its rows as a workbook.

        :param str key: of the report
        :param str options: as ``get_report`` takes them, as JSON
        :param str companies: ids of the companies that are switched on, with commas between
        """
        analysis = get_model("crm.smarket.analysis", companies)
        if key not in analysis._get_report_keys():
            raise request.not_found()
        return answer(*analysis._get_workbook(key, json.loads(options)))
