from odoo.http import Controller, content_disposition, request, route

from ..tools.workbook import make_workbook


class DashboardController(Controller):
    """What a plain link of the page answers, so that it works in an app as in a browser."""

    @route("/crm_smarket/dashboard/<string:key>.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, key, companies="", mine=None):
        """Answer with the figures of a widget as a workbook.

        :param str key: of the widget
        :param str companies: ids of the companies that are switched on, with commas between
        :param mine: given where the widget shows the user's own events
        """
        context = {"smarket_mine": bool(mine)}
        if companies:
            context["allowed_company_ids"] = [int(number) for number in companies.split(",") if number.isdigit()]
        dashboard = request.env["crm.smarket.dashboard"].with_context(**context)
        _allowed = dashboard.env.companies  # refuses those that are not the user's
        sheet = dashboard._get_sheet(key)
        if not sheet:
            return request.not_found()
        headers = [
            ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("Content-Disposition", content_disposition(f"{key}.xlsx")),
        ]
        return request.make_response(make_workbook(**sheet), headers)
