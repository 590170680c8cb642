from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_smarket.models.crm_project_digest import HOUR


class ResUsers(models.Model):
    """Users may have the general information mailed to them each working morning."""

    _inherit = "res.users"

    general_information_mail = fields.Boolean(
        string="General Information by Mail",
        copy=False,
        help="Each working day at 8:00, your time: what is remarkable, and the totals of the month.",
    )
    general_information_mail_date = fields.Date(string="Last Mail of General Information", copy=False, readonly=True)

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "general_information_mail"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "general_information_mail"]

    @api.constrains("general_information_mail")
    def _check_general_information_mail(self):
        for user in self:
            if user.general_information_mail and not user.email:
                raise ValidationError(
                    self.env._("%s has no e-mail address: enter one in the preferences first.", user.name)
                )

    def write(self, vals):
        """Let mails begin on the next morning where that of today has passed."""
        begun = self.browse()
        if vals.get("general_information_mail"):
            begun = self.filtered(lambda user: not user.general_information_mail)
        result = super().write(vals)
        for user in begun.sudo():  # sudo: the date is kept by the system alone
            now = self.env["crm.smarket.morning.mail"]._get_now(user)
            if now.hour >= HOUR:
                user.general_information_mail_date = now.date()
        return result
