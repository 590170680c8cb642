"""Lets what customers bought belong to the deals that were won with them."""

from collections import defaultdict
from datetime import timedelta

LONGEST = timedelta(days=120)  # after a deal was won, that its customer still buys for it


def give_orders_to_deals(env, companies):
    """Let each order of no deal belong to the last one that was won with its customer not long before.

    :param companies: whose orders
    """
    won = defaultdict(list)
    for deal in env["crm.lead"].search([("won_status", "=", "won"), ("partner_id", "!=", False)], order="date_closed"):
        won[deal.partner_id.commercial_partner_id].append(deal)
    bought = defaultdict(env["sale.order"].browse)
    for order in env["sale.order"].search(
        [("state", "=", "sale"), ("opportunity_id", "=", False), ("company_id", "in", companies.ids)]
    ):
        for deal in reversed(won[order.partner_id.commercial_partner_id]):
            if deal.date_closed <= order.date_order < deal.date_closed + LONGEST:
                bought[deal] |= order
                break
    for deal, orders in bought.items():
        orders.opportunity_id = deal
