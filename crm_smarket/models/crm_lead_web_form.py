from odoo import fields, models
from odoo.fields import Command


class CrmLead(models.Model):
    """What a lead keeps of the web form that it came through."""

    _inherit = "crm.lead"

    web_form_submission_ids = fields.One2many(
        "crm.web.form.submission", "lead_id", string="Web Form Submissions", readonly=True
    )
    interest_product_ids = fields.Many2many(
        "product.product", "crm_lead_interest_product_rel", "lead_id", "product_id", string="Products Asked About"
    )
    also_sent = fields.Text(help="What the web form sent beside the fields that were expected.", copy=False)
    customer_vat = fields.Char(
        string="VAT of the Inquiry", help="The customer gets it when one is made of this lead.", copy=False
    )

    inquiry_waiting_since = fields.Datetime(
        string="Waiting for an Answer Since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the first submission of a web form came that nobody has answered yet.",
    )

    # the same person is looked for whenever they write again
    _web_form_email_idx = models.Index("USING hash (email_normalized) WHERE email_normalized IS NOT NULL")

    def _get_inquiries(self):
        """Return what came through web forms for this lead, without spam."""
        return self.web_form_submission_ids.filtered(lambda submission: submission.state != "spam")

    def _inverse_email_from(self):
        """Leave a known customer as it is when a lead is made of what somebody typed on a site."""
        if self.env.context.get("crm_web_form_keeps_customer"):
            return None
        return super()._inverse_email_from()

    def _inverse_phone(self):
        """Leave a known customer as it is when a lead is made of what somebody typed on a site."""
        if self.env.context.get("crm_web_form_keeps_customer"):
            return None
        return super()._inverse_phone()

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """Give the VAT number that was typed to the company, or to the person who has none."""
        vals = super()._prepare_customer_values(partner_name, is_company=is_company, parent_id=parent_id)
        if self.customer_vat and (is_company or not (parent_id or self.partner_name)):
            vals["vat"] = self.customer_vat
        return vals

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "customer_vat"]

    def _merge_get_fields_specific(self):
        """Keep the products and texts of all inquiries that are merged."""
        return {
            **super()._merge_get_fields_specific(),
            "interest_product_ids": lambda fname, leads: [Command.set(leads[fname].ids)],
            "also_sent": lambda fname, leads: "\n".join(filter(None, leads.mapped(fname))),
        }

    def _merge_dependences(self, opportunities):
        """Hand the submissions of the merged leads over before core removes those leads."""
        result = super()._merge_dependences(opportunities)
        # sudo: as core, whoever may merge leads takes all that belongs to them
        submissions = opportunities.sudo().web_form_submission_ids
        submissions.write({"lead_id": self.id})
        self.sudo()._update_waiting_since()
        return result
