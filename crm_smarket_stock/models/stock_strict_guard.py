from odoo import api, fields, models
from odoo.tools import SQL


class StockStrictGuard(models.Model):
    """A row per strictly reserved product, which everyone who reserves or moves it changes first.

    Core skips a quant that somebody else holds, so that two simultaneous orders can both get
    the last piece. Whoever changes the guard of a product second waits for the first, fails to
    serialize, and is run again on what the first has left (see "Under concurrency" in the design).
    """

    _name = "stock.strict.guard"
    _description = "Guard of a Strictly Reserved Product"
    _log_access = False

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    revision = fields.Integer(required=True)

    _product_unique = models.UniqueIndex("(product_id)")

    @api.model
    def _pass(self, products):
        """Change the guards of these products, in the order of their ids so that nobody waits in a circle.

        :raise psycopg2.errors.SerializationFailure: somebody has changed one since this transaction began
        """
        for product_id in sorted(products._filter_strictly_reserved().ids):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO stock_strict_guard AS guard (product_id, revision) VALUES (%s, 1)
                        ON CONFLICT (product_id) DO UPDATE SET revision = guard.revision + 1
                    """,
                    product_id,
                )
            )
