from odoo.exceptions import AccessError, MissingError
from odoo.http import request, route

from odoo.addons.sale.controllers.portal import CustomerPortal


class FulfilmentPortal(CustomerPortal):
    """The customer's page of an order: its steps, and the button that says that the goods are there."""

    @route("/my/orders/<int:order_id>/received", type="http", auth="public", methods=["POST"], website=True)
    def portal_order_received(self, order_id, access_token=None, **kwargs):
        """Note that the customer has received what was shipped so far.

        :param str access_token: of the order, for customers without a login
        """
        try:
            order = self._document_check_access("sale.order", order_id, access_token=access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        # as the one who pressed it, so that the step tells who it was; whoever has the token may
        order.with_user(request.env.user).sudo()._confirm_received()
        return request.redirect(order.get_portal_url())
