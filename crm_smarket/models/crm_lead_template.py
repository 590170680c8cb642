from odoo import api, models
from odoo.exceptions import ValidationError


class CrmLead(models.Model):
    """Which template a deal may follow."""

    _inherit = "crm.lead"

    @api.constrains("project_template_id")
    def _check_project_template(self):
        """Refuse the template of another company."""
        for lead in self.filtered("project_template_id"):
            template = lead.sudo().project_template_id  # sudo: to name also what the person may not see
            if not template._is_for_company(lead.company_id):
                raise ValidationError(
                    self.env._(
                        "The template “%(template)s” belongs to %(other)s, but “%(lead)s” to %(company)s. "
                        "Choose a template of %(company)s or one of all companies.",
                        template=template.name,
                        other=template.company_id.name,
                        lead=lead.name,
                        company=lead.company_id.name,
                    )
                )

    def _get_team_template(self):
        """Return the template that the team gives its deals: no archived one, none of another company."""
        self.ensure_one()
        template = self.sudo().team_id.project_template_id  # sudo: whoever gets the deal gets its stages
        fits = template.active and template._is_for_company(self.company_id)
        return (template if fits else template.browse()).with_env(self.env)
