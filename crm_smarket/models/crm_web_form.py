import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.form_transform import Locale

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class CrmWebForm(models.Model):
    """A form on any web site whose posts become leads."""

    _name = "crm.web.form"
    _description = "Web Form"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection([("inquiry", "Inquiry")], default="inquiry", required=True)
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_manager",
        default=lambda self: secrets.token_urlsafe(16),
        help="The secret part of the form's address.",
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    website_id = fields.Many2one("website", help="Whose look the hosted page has. Empty: the company's first one.")
    field_ids = fields.One2many("crm.web.form.field", "form_id", string="Fields", copy=True)

    # what becomes of a post
    team_id = fields.Many2one("crm.team", string="Sales Team", check_company=True)
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Empty: the team's own assignment.",
    )
    lead_type = fields.Selection(
        [("lead", "Lead"), ("opportunity", "Opportunity")],
        string="Make a",
        required=True,
        default=lambda self: "lead" if self.env.user.has_group("crm.group_use_lead") else "opportunity",
        help="A team that does not use leads gets opportunities.",
    )
    project_template_id = fields.Many2one(
        "crm.project.template", check_company=True, domain="[('lead_id', '=', False)]"
    )
    lang_id = fields.Many2one("res.lang", string="Language", domain="[('active', '=', True)]")
    country_id = fields.Many2one("res.country", help="Phone numbers without prefix are numbers of this country.")
    tag_ids = fields.Many2many("crm.tag", string="Tags")
    processing = fields.Selection(
        [("at_once", "At once"), ("background", "In the background")],
        default="at_once",
        required=True,
        help="At once: the visitor's answer can carry the number of the inquiry.\n"
        "In the background: answered as soon as it is stored; the lead follows within seconds.",
    )
    response_hours = fields.Float(
        default=2.0, help="Working hours within which somebody should answer. 0: no activity is made."
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Hears of submissions that could not be processed.",
    )

    # duplicates
    duplicate_days = fields.Integer(
        string="Add to an Open Lead Within (Days)",
        help="The same person writing again within these days adds to their open lead. 0: always a new lead.",
    )

    # what the visitor sees
    introduction = fields.Html(translate=True)
    thank_you = fields.Html(translate=True)
    redirect_url = fields.Char(string="Thank-You Address", help="Where the visitor goes after the post.")
    mail_template_id = fields.Many2one(
        "mail.template", string="Answer by E-mail", domain="[('model', '=', 'crm.lead')]"
    )
    consent_text = fields.Html(translate=True)
    consent_required = fields.Boolean()
    consent_version = fields.Integer(default=1, readonly=True, copy=False)

    # the door
    allowed_origins = fields.Text(
        help="Sites whose pages may post to this form, one per line, for example "
        "https://www.example.com. Empty: only the hosted page and senders without a browser."
    )
    signature_required = fields.Boolean(help="Only signed posts are taken.")
    signature_secret = fields.Char(copy=False, groups="sales_team.group_sale_manager")
    allow_files = fields.Boolean()
    file_types = fields.Char(default="pdf, jpg, png", help="Endings of the files that may be sent, by commas.")
    file_max_mb = fields.Float(string="Largest File (MB)", default=10.0)
    minimum_seconds = fields.Integer(default=2, help="Faster than this, a program filled in the hosted page.")
    limit_per_address = fields.Integer(default=20, help="Posts per hour and network address. 0: no limit.")
    limit_per_form = fields.Integer(default=0, help="Posts per hour. 0: no limit.")

    submission_ids = fields.One2many("crm.web.form.submission", "form_id")
    submission_count = fields.Integer(compute="_compute_counts")
    failed_count = fields.Integer(compute="_compute_counts")
    url = fields.Char(string="Address", compute="_compute_url", groups="sales_team.group_sale_manager")

    _token_unique = models.UniqueIndex("(token)")
    _response_hours_range = models.Constraint(
        "CHECK (response_hours >= 0 AND response_hours <= 1000)",
        "The time to answer lies between 0 and 1000 working hours.",
    )
    _duplicate_days_range = models.Constraint(
        "CHECK (duplicate_days >= 0 AND duplicate_days <= 10000)",
        "The days within which somebody adds to an open lead lie between 0 and 10000.",
    )

    def _compute_counts(self):
        total, failed = {}, {}
        for form, state, count in self.env["crm.web.form.submission"]._read_group(
            [("form_id", "in", self.ids)], ["form_id", "state"], ["__count"]
        ):
            total[form] = total.get(form, 0) + count
            if state == "failed":
                failed[form] = count
        for form in self:
            form.submission_count = total.get(form, 0)
            form.failed_count = failed.get(form, 0)

    @api.depends("token", "website_id")
    def _compute_url(self):
        for form in self:
            base = form.website_id.get_base_url() if form.website_id else form.get_base_url()
            form.url = f"{base}/crm/form/{form.token}"

    @api.constrains("allowed_origins")
    def _check_allowed_origins(self):
        for form in self:
            for origin in form._get_origins():
                scheme, _sep, host = origin.partition("://")
                if scheme not in ("http", "https") or not host or "/" in host or "*" in host:
                    raise ValidationError(
                        self.env._(
                            "“%(origin)s” is no origin of a site. Write it like https://www.example.com, "
                            "without a path, one per line.",
                            origin=origin,
                        )
                    )

    @api.model
    def _find_by_token(self, token):
        """Return the form of an address, empty for an archived one and for what is no token."""
        # sudo: whoever has the address may post, and reads nothing
        forms = self.sudo()
        return forms.search([("token", "=", token)], limit=1) if TOKEN.fullmatch(token or "") else forms.browse()

    def _get_origins(self):
        """Return the origins whose pages may post, in lower case."""
        self.ensure_one()
        return [line.strip().rstrip("/").lower() for line in (self.allowed_origins or "").splitlines() if line.strip()]

    def _get_locale(self):
        """Return how people of this form write numbers, dates and phones."""
        self.ensure_one()
        # the form's language says how its people write, also where nobody has installed it
        lang = self.lang_id or self.env["res.lang"]._get_data(code=self._get_lang())
        return Locale(
            country=self._get_country().code or "",
            month_first=(lang.date_format or "").startswith("%m"),
            thousands=lang.thousands_sep if lang.thousands_sep in (".", ",") else "",
        )

    def _get_country(self):
        """Return the country whose people write to this form."""
        return self.country_id or self.company_id.country_id

    def _get_lang(self, lang=None):
        """Return the code of the language in which to speak to a visitor.

        :param str lang: the visitor's own, if known
        """
        installed = dict(self.env["res.lang"].get_installed())
        own = self.lang_id.code or self.company_id.partner_id.lang
        return lang if lang in installed else own if own in installed else "en_US"

    def _get_first_stage(self):
        """Return the template stage with which the leads of this form begin."""
        # sudo: whoever may have the lead may have its template's stages copied
        form = self.sudo()
        template = form.project_template_id or form._get_team().project_template_id
        return template.stage_ids.filtered(lambda stage: stage.active and not stage.predecessor_ids)[:1]

    def _get_team(self):
        """Return the sales team that the leads of this form go to."""
        return self.team_id or self.website_id.crm_default_team_id

    def write(self, vals):
        """Write; another consent text is another version of it."""
        if "consent_text" in vals:
            for form in self:
                if form.consent_text != vals["consent_text"]:
                    super(CrmWebForm, form).write({"consent_version": form.consent_version + 1})
        return super().write(vals)

    def action_renew_token(self):
        """Give the form another address; the old one is closed at once."""
        for form in self:
            form.token = secrets.token_urlsafe(16)

    def action_view_submissions(self):
        """Open what came through this form."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_smarket.crm_web_form_submission_action")
        return {**action, "domain": [("form_id", "=", self.id)]}
