from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class CrmLead(models.Model):
    """Which template a deal may follow, and the plan that it copied from it."""

    _inherit = "crm.lead"

    project_template_plan = fields.Json(
        readonly=True,
        copy=False,
        help="The plan of the template as the project copied it: {template stage: {field: value}}. "
        "What differs from it has changed in the template since.",
    )

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

    def _remember_template_plan(self):
        """Note the present plan of their templates as the one that these projects have.

        By one statement a template, however many deals there are.
        """
        # sudo: whoever may have the deal may have its template's stages copied
        for template, leads in self.sudo().grouped("project_template_id").items():
            self.env.cr.execute(
                SQL(
                    "UPDATE crm_lead SET project_template_plan = %(plan)s WHERE id IN %(ids)s",
                    plan=Json(template.stage_ids.filtered("active")._get_plans()),
                    ids=tuple(leads.ids),
                )
            )
        self.invalidate_recordset(["project_template_plan"], flush=False)
