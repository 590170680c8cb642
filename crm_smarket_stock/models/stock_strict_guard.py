from odoo import api, fields, models
from odoo.tools import SQL

TURN_LOCK = 0x7475726E  # any number that nobody else takes
TURN_SECONDS = 20  # that many orders take, one after another


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
        ids = sorted(products._filter_strictly_reserved().ids)
        if ids:
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO stock_strict_guard AS guard (product_id, revision)
                         SELECT product_id, 1 FROM unnest(%s) WITH ORDINALITY AS wanted (product_id, place)
                       ORDER BY place
                    ON CONFLICT (product_id) DO UPDATE SET revision = guard.revision + 1
                    """,
                    ids,
                )
            )

    @api.model
    def _wait_turn(self, products):
        """Keep these products for the rest of this transaction from others who wait for their turn with one of them.

        To be called in a transaction of its own, before the one that reserves begins: whoever comes second then
        takes its picture of the database after the first has committed, and need not be run again.

        :raise psycopg2.errors.LockNotAvailable: it was not our turn for too long
        """
        # what is never in stock is never scarce
        ids = sorted(products.filtered("is_storable").ids)
        if not ids:
            return
        self.env.cr.execute(SQL("SET LOCAL lock_timeout = %s", f"{TURN_SECONDS}s"))
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, product_id) FROM unnest(%s) AS wanted (product_id)",
                TURN_LOCK,
                ids,
            ),
            log_exceptions=False,
        )
