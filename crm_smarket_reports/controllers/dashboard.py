from odoo.http import Controller, request, route

from .workbook import answer, get_model


class DashboardController(Controller):
    """What a plain link of the page answers, so that it works in an app as in a browser."""

    @route(
        ["/crm_smarket/dashboard.xlsx", "/crm_smarket/dashboard/<string:key>.xlsx"],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, key=None, companies="", mine=None):
        """Answer with the figures of a widget, or of all, as a workbook.

        :param str key: of the widget
        :param str companies: ids of the companies that are switched on, with commas between
        :param mine: given where the widget shows the user's own events
        """
        dashboard = get_model("crm.smarket.dashboard", companies, smarket_mine=bool(mine))
        workbook = dashboard._get_workbook([key] if key else None)
        if not workbook:
            raise request.not_found()
        return answer(*workbook)
