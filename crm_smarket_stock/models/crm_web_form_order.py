from markupsafe import Markup

from odoo import models
from odoo.fields import Command, Datetime

from odoo.addons.crm_smarket.tools.markup import text_to_html

from .crm_web_form_field import DELIVERY_PREFIX

ADDRESS_FIELDS = ("street", "street2", "zip", "city")  # a name or a phone alone is no place


class CrmWebForm(models.Model):
    """From what was ordered to a sale order of the opportunity; prices, taxes and discounts are core's."""

    _inherit = "crm.web.form"

    def _create_order(self, lead, mapping, submission):
        """Make the order of a post and do with it what the form wants done at once.

        :param lead: the opportunity of the post
        :param FormMapping mapping: without errors
        :return: sale.order
        """
        self._settle_customer(lead)
        order = self.env["sale.order"].create(self._prepare_order_values(lead, mapping, submission))
        if note := mapping.get_first("order.note"):
            # before the terms that core puts there
            order.note = Markup().join(filter(None, [text_to_html(note), order.note]))
        order.order_line.product_id._reserve_strictly()
        if self.order_mode != "quotation":
            # the list of what is short is read by the visitor, everything else by people of the company
            lang = submission.lang if self.shortage_policy == "refuse" else None
            order.with_context(lang=self._get_lang(lang))._confirm_and_reserve(self.shortage_policy)
        return order

    def _settle_customer(self, lead):
        """Give the lead a customer, made of what was typed where none is known, and let it be an opportunity."""
        if not lead.partner_id:
            leads = lead.with_context(crm_web_form_keeps_customer=True, crm_web_form_order=True)
            leads.partner_id = leads._create_web_form_customer()
        if lead.type != "opportunity":
            lead.convert_opportunity(lead.partner_id)

    def _prepare_order_values(self, lead, mapping, submission):
        """Return the values of the order; what is not here is core's to compute."""
        customer = lead.partner_id
        vals = {
            "partner_id": customer.id,
            "company_id": self.company_id.id,
            "opportunity_id": lead.id,
            "origin": lead.name,
            # else it would be the program's own user who sells
            "user_id": (lead.user_id or customer.user_id or customer.commercial_partner_id.user_id).id,
            "team_id": lead.team_id.id,
            "campaign_id": lead.campaign_id.id,
            "medium_id": lead.medium_id.id,
            "source_id": lead.source_id.id,
            "tag_ids": [Command.set(lead.tag_ids.ids)],
            "client_order_ref": mapping.get_first("order.client_order_ref"),
            "web_form_submission_id": submission.id,
            "web_form_id": self.id,
            "order_line": [command for line in mapping.lines for command in self._prepare_line_commands(line)],
        }
        if address := self._get_delivery_address(customer, mapping):
            vals["partner_shipping_id"] = address.id
        if self.release_days and self.order_mode != "quotation":
            vals["reservation_due"] = Datetime.add(Datetime.now(), days=self.release_days)
        if self.warehouse_id:
            vals["warehouse_id"] = self.warehouse_id.id
        return vals

    def _prepare_line_commands(self, line):
        """Yield what makes a line of the order, and one of its note."""
        yield Command.create(
            {"product_id": line.product.id, "product_uom_qty": line.quantity, "product_uom_id": line.uom.id}
        )
        if line.note:
            yield Command.create({"display_type": "line_note", "name": line.note})

    # ------------------------------------------------------------
    # delivery address
    # ------------------------------------------------------------

    def _get_delivery_address(self, customer, mapping):
        """Return the customer's address that was sent for the delivery, made where they have none like it.

        :return: res.partner, empty when none was sent
        """
        sent = {
            row.field.target.removeprefix(DELIVERY_PREFIX): row.value
            for row in mapping.rows
            if row.field.target.startswith(DELIVERY_PREFIX) and row.value
        }
        if not any(sent.get(fname) for fname in ADDRESS_FIELDS):
            return self.env["res.partner"]
        vals = {fname: value for fname, value in sent.items() if fname != "country"}
        vals["country_id"] = (sent.get("country", self._get_country())[:1]).id
        owner = customer.commercial_partner_id if customer.parent_id else customer
        known = customer | owner.child_ids.filtered(lambda child: child.type == "delivery")
        same = known.filtered(lambda address: self._is_same_address(address, vals))
        vals.setdefault("name", customer.name)
        return same[:1] or known.create({**vals, "type": "delivery", "parent_id": owner.id})

    def _is_same_address(self, address, vals):
        """Whether all that was sent is what an address says already."""
        for fname, value in vals.items():
            known = address[fname]
            if fname == "country_id":
                is_same = known.id == value
            elif fname == "phone":
                is_same = (self._get_plain_phone(value) or value) == (self._get_plain_phone(known) or known)
            else:
                is_same = value.strip().casefold() == (known or "").strip().casefold()
            if not is_same:
                return False
        return True
