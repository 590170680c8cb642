from odoo import fields, models

ANSWER_TYPE = "crm_smarket.mail_activity_type_answer"
STATES = [
    ("received", "Received"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("duplicate", "Added to an Open Lead"),
    ("spam", "Spam"),
]


class CrmWebFormSubmission(models.Model):
    """One post to a web form, kept as it came.

    Making a lead of it is in crm_web_form_submission_process, the time to the first answer in
    crm_web_form_submission_answer.
    """

    _name = "crm.web.form.submission"
    _description = "Web Form Submission"
    _order = "date_received desc, id desc"
    _rec_name = "form_id"
    _access_through_lead = "lead_id"

    form_id = fields.Many2one("crm.web.form", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    state = fields.Selection(STATES, default="received", required=True, readonly=True, index=True)
    idempotency_key = fields.Char(required=True, readonly=True, help="Posts with the same key are one submission.")

    # what came
    payload = fields.Json(readonly=True, help="Every field sent, by its dotted name.")
    body = fields.Binary(
        attachment=False,
        readonly=True,
        groups="sales_team.group_sale_manager",
        help="The post byte by byte, but for its files.",
    )
    content_type = fields.Char(readonly=True)
    attachment_ids = fields.One2many("ir.attachment", "web_form_submission_id", string="Files", readonly=True)
    date_received = fields.Datetime(string="Received", required=True, readonly=True, default=fields.Datetime.now)
    email_normalized = fields.Char(string="E-mail", readonly=True, index="btree_not_null")
    phone_sanitized = fields.Char(string="Phone", readonly=True, index="btree_not_null")
    is_emptied = fields.Boolean(
        string="Emptied", readonly=True, help="What was sent is deleted, because the time to keep it is over."
    )
    lang = fields.Char(string="Language", readonly=True, help="Code of the visitor's language.")

    # where from
    ip_address = fields.Char(string="Network Address", readonly=True, groups="sales_team.group_sale_manager")
    user_agent = fields.Char(string="Browser", readonly=True, groups="sales_team.group_sale_manager")
    origin = fields.Char(string="Site", readonly=True)
    referrer = fields.Char(string="Page", readonly=True)
    source = fields.Selection(
        [("page", "Hosted page"), ("site", "Foreign site"), ("webhook", "Webhook"), ("website", "Website builder")],
        readonly=True,
    )

    # consent
    consent_given = fields.Boolean(readonly=True)
    consent_text = fields.Html(readonly=True)
    consent_version = fields.Integer(readonly=True)
    consent_date = fields.Datetime(readonly=True)

    # what became of it
    lead_id = fields.Many2one("crm.lead", readonly=True, ondelete="set null", index="btree_not_null")
    error = fields.Text(readonly=True, help="Why no lead was made, in plain words.")
    is_refused = fields.Boolean(
        string="Refused", readonly=True, help="The sender was told why. It is not tried again by itself."
    )
    spam_reason = fields.Selection(
        [
            ("honeypot", "Filled the trap field"),
            ("too_fast", "Filled in faster than a person can"),
            ("captcha", "Failed the captcha"),
            ("person", "Marked by a person"),
        ],
        readonly=True,
    )
    tries = fields.Integer(readonly=True)
    date_retry = fields.Datetime(string="Next Try", readonly=True, index="btree_not_null")
    date_done = fields.Datetime(string="Processed", readonly=True)

    # reaction
    date_answer_due = fields.Datetime(string="Answer Due", readonly=True, index="btree_not_null")
    date_escalated = fields.Datetime(
        string="Handed to the Team Leader", readonly=True, help="When the answer was overdue and became the leader's."
    )
    date_answered = fields.Datetime(string="Answered", readonly=True)
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True)
    hours_to_answer = fields.Float(
        string="Hours to Answer",
        readonly=True,
        aggregator="avg",
        help="Working hours from the post to the first message that the customer got, or the first call logged.",
    )

    _key_unique = models.UniqueIndex("(form_id, idempotency_key)")
