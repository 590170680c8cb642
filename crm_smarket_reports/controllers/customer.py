import json

from odoo.http import Controller, route

from .workbook import answer, get_model


class CustomerController(Controller):
    """The workbook of customers' history by a plain link, so that it works in an app as in a browser."""

    @route("/crm_smarket/customer.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, customers, kinds="[]", companies=""):
        """Answer with the history of customers as a workbook.

        :param str customers: domain of commercial customers, as JSON
        :param str kinds: as ``get_story`` takes them, as JSON
        :param str companies: ids of the companies that are switched on, with commas between
        """
        story = get_model("crm.customer.story", companies)
        return answer(*story._get_workbook(json.loads(customers), json.loads(kinds)))
