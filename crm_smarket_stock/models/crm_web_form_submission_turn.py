from contextlib import contextmanager

from odoo import models


class CrmWebFormSubmission(models.Model):
    """Orders of the same goods are made one after another, so that none of them has to be made again."""

    _inherit = "crm.web.form.submission"

    @contextmanager
    def _in_turn(self):
        with super()._in_turn(), self.pool.cursor() as turn:
            # read apart: whoever waits must not have begun yet, nor may the request's picture be older than the post
            posts = self._with_cursor(turn).exists()
            orders = posts.filtered(
                lambda post: post.form_id.kind == "order" and post.form_id.order_mode != "quotation"
            )
            products = posts.env["product.product"].union(*(order._get_ordered_products() for order in orders))
            products.env["stock.strict.guard"]._wait_turn(products)
            yield
