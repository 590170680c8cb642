from odoo import fields, models

from .sale_order_reservation import ShortageError


class CrmWebFormSubmission(models.Model):
    """A submission of an order form becomes an order, beside its opportunity."""

    _inherit = "crm.web.form.submission"

    order_id = fields.Many2one("sale.order", readonly=True, ondelete="set null", index="btree_not_null")

    def _make_more(self, mapping):
        if self.form_id.kind == "order":
            self.order_id = self.form_id._create_order(self.lead_id, mapping, self)
        return super()._make_more(mapping)

    def _is_refusal(self, error):
        """Whether the visitor was told what is short: an order made days later would surprise them."""
        return isinstance(error, ShortageError) or super()._is_refusal(error)

    def _explain(self, error):
        """Tell the visitor what is short, and of how many there are only what the form tells of its stock."""
        form = self.form_id
        if not isinstance(error, ShortageError) or form.show_availability == "quantity":
            return super()._explain(error)
        # the error comes from a transaction that is over
        products = self.env["product.product"].browse([shortage.product.id for shortage in error.shortages])
        spoken = products.with_context(lang=form._get_lang(self.lang), display_default_code=False)
        return spoken.env._("There is not enough of this in stock:\n%s", "\n".join(spoken.mapped("display_name")))

    def _get_ordered_products(self):
        """Return the products that were ordered; those that nobody knows are left out, nothing is written."""
        self.ensure_one()
        form = self.sudo().form_id
        if form.kind != "order":
            return self.env["product.product"]
        lines, _names = form._read_lines(self.payload or {})
        return self.env["product.product"].union(*(line.product for line in lines))

    def _get_answer(self):
        answer = super()._get_answer()
        if self.order_id:
            answer["order"] = self.order_id._get_web_form_answer()
        return answer

    def action_mark_spam(self):
        """Cancel the orders of spam as well, unless something of them is shipped: their goods go back."""
        result = super().action_mark_spam()
        # sudo: whoever may put an inquiry aside may put aside all that came with it
        orders = self.sudo().order_id.filtered(lambda order: order.state in ("draft", "sent", "sale"))
        orders.filtered(lambda order: "done" not in order.order_line.move_ids.mapped("state"))._action_cancel()
        return result
