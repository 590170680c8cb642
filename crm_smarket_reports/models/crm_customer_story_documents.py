from odoo import api, models
from odoo.fields import Domain

from .crm_customer_story import Place


class CrmCustomerStory(models.AbstractModel):
    """The streams of the time line that come from orders and from facts."""

    _inherit = "crm.customer.story"

    @api.model
    def _get_order_entries(self, customers, after, limit):
        """Return quotations and orders; what they are worth is net of taxes, in their own currency."""
        orders = self.env["sale.order"].search(
            self._get_orders_domain(customers)
            & Domain("state", "!=", "cancel")
            & self._get_older_domain(after, "date_order"),
            order="date_order desc, id desc",
            limit=limit,
        )
        states = dict(orders._fields["fulfilment_state"]._description_selection(self.env))
        return [
            (
                Place(order.date_order, after[1], order.id),
                {
                    **self._get_time(order.date_order),
                    "icon": "fa-shopping-cart",
                    "label": self.env._("Order") if order.state == "sale" else self.env._("Quotation"),
                    "title": order.name,
                    "details": [states.get(order.fulfilment_state), order.user_id.name],
                    "amount": order.amount_untaxed,
                    "currency_id": order.currency_id.id,
                    "customer": self._get_customer_name(order.partner_id),
                    "model": "sale.order",
                    "id": order.id,
                    "method": None,
                    "is_planned": False,
                },
            )
            for order in orders
        ]

    @api.model
    def _get_shipment_entries(self, customers, after, limit):
        """Return deliveries and what came back, each with the sum of its facts."""
        documents = self._get_documents("crm.shipment.fact", "picking_id", customers, after, limit)
        return [
            self._get_document_entry(
                document,
                after,
                icon="fa-truck" if document["amount"] >= 0 else "fa-undo",
                label=self.env._("Shipment") if document["amount"] >= 0 else self.env._("Return"),
                title=document["picking_id"].delivery_note_number or document["picking_id"].name or "",
            )
            for document in documents
        ]

    @api.model
    def _get_receipt_entries(self, customers, after, limit):
        """Return payments and refunds, each with the sum of its facts."""
        documents = self._get_documents("crm.receipt.fact", "document_key", customers, after, limit)
        return [
            self._get_document_entry(
                document,
                after,
                icon="fa-money",
                label=self.env._("Receipt") if document["amount"] >= 0 else self.env._("Refund"),
                title=document["move_id"].name or document["payment_id"].name or "",
            )
            for document in documents
        ]

    # -- documents of facts ------------------------------------------------------------------------------------------

    @api.model
    def _get_documents(self, model, key, customers, after, limit):
        """Return what facts sum to by day and document, the newest first, each as a dict.

        :param str key: field of the document
        """
        facts = self.env[model]
        links = {
            name: facts._fields[name].comodel_name
            for name in ("commercial_partner_id", "company_id", "move_id", "payment_id", "picking_id", "user_id")
            if name in facts._fields
        }
        rows = facts._read_group(
            self._get_facts_domain(customers) & self._get_older_domain(after, "date:day", key),
            ["date:day", key],
            ["amount:sum", "id:min", f"{key}:max", *(f"{name}:max" for name in links)],
            order=f"date:day desc, {key}:max desc nulls last",
            limit=limit,
        )
        ids = {name: [row[5 + number] for row in rows if row[5 + number]] for number, name in enumerate(links)}
        return [
            {
                "model": model,
                "day": row[0],
                "key": row[4] or 0,
                "id": row[3],
                "amount": row[2],
                # sudo: the names alone, of what the user's own facts name
                **{
                    name: self.env[comodel].sudo().browse(row[5 + number] or ()).with_prefetch(ids[name])
                    for number, (name, comodel) in enumerate(links.items())
                },
            }
            for row in rows
        ]

    @api.model
    def _get_document_entry(self, document, after, **values):
        moment = self._get_day_start(document["day"])
        return (
            Place(moment, after[1], document["key"]),
            {
                "day": document["day"],
                "time": False,
                "details": [document["user_id"].name],
                "amount": document["amount"],
                "currency_id": document["company_id"].currency_id.id,
                "customer": document["commercial_partner_id"].display_name,
                "model": document["model"],
                "id": document["id"],
                "method": "action_open_document",
                "is_planned": False,
                **values,
            },
        )
