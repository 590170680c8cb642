"""Why goods of an order are not reserved, and when they will be there, in plain words."""

from collections import defaultdict

from odoo.tools.misc import format_date


class Shortages:
    """What is missing for many moves at once, from core's own forecast.

    :param moves: moves on their way to customers whose goods are not all reserved
    """

    def __init__(self, moves):
        self.moves = moves
        self.env = moves.env
        self.lines = self._read_forecast()

    def get_free_quantity(self, move):
        """Return how much of what is missing lies in stock unreserved, in the product's unit."""
        return sum(
            line["quantity"]
            for line in self.lines[move]
            if line["replenishment_filled"] and not (line["move_in"] or line["reservation"] or line["in_transit"])
        )

    def get_text(self, move):
        """Return for example "3 of 5 Scale missing, 2 expected on 4 Dec"."""
        product = move.product_id.with_context(display_default_code=False)
        missing = move.product_uom_qty - move.quantity
        values = {
            "missing": move._format_quantity(missing),
            "ordered": move._format_quantity(move.product_uom_qty),
            "product": product.display_name,
        }
        free = move.product_id.uom_id._compute_quantity(self.get_free_quantity(move), move.product_uom, round=False)
        if move.product_uom.compare(free, missing) >= 0:
            return self.env._("%(missing)s of %(ordered)s %(product)s in stock, not reserved yet", **values)
        text = self.env._("%(missing)s of %(ordered)s %(product)s missing", **values)
        expected = self._get_expected(move)
        return ", ".join([text, *expected])

    def _get_expected(self, move):
        """Return for each day of receipts for this move what is expected then."""
        quantities = defaultdict(float)
        for line in self.lines[move]:
            if line["move_in"]:
                day = format_date(self.env, line["move_in"].date, date_format="d MMM")
                quantities[day] += line["quantity"]
        uom = move.product_id.uom_id
        return [
            self.env._(
                "%(quantity)s expected on %(date)s",
                quantity=move._format_quantity(uom._compute_quantity(quantity, move.product_uom, round=False)),
                date=day,
            )
            for day, quantity in quantities.items()
        ]

    def _read_forecast(self):
        """Return the lines of core's forecast for each of the moves."""
        found = defaultdict(list)
        report = self.env["stock.forecasted_product_product"]
        for (warehouse, location), moves in self._group_by_place().items():
            inside = self.env["stock.location"]._search([("id", "child_of", warehouse.view_location_id.id)])
            for line in report._get_report_lines(False, moves.product_id.ids, inside, location, read=False):
                if line.get("move_out"):
                    found[line["move_out"].id].append(line)
        # Where all legs are there from the start, the forecast knows the last one.
        return {
            move: [line for id_ in (move.id, *(move._rollup_move_dests() - {move.id})) for line in found[id_]]
            for move in self.moves
        }

    def _group_by_place(self):
        groups = defaultdict(self.moves.browse)
        for move in self.moves.filtered("location_id.warehouse_id"):
            groups[move.location_id.warehouse_id, move.location_id] |= move
        return groups
