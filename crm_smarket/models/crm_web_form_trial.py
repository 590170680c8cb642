from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmWebForm(models.Model):
    """Trying the mapping of a form on a sample, without making a lead."""

    _inherit = "crm.web.form"

    sample = fields.Text(compute="_compute_sample", inverse="_inverse_sample", groups="sales_team.group_sale_manager")
    trial = fields.Html(
        string="What Would Become of It",
        compute="_compute_trial",
        sanitize=False,
        groups="sales_team.group_sale_manager",
    )

    @api.depends_context("uid")
    def _compute_sample(self):
        samples = {}
        for trial in self.env["crm.web.form.try"].search(self._get_try_domain(), order="id"):
            samples[trial.form_id.id] = trial.sample
        for form in self:
            form.sample = samples.get(form._origin.id)

    def _inverse_sample(self):
        trials = self.env["crm.web.form.try"].search(self._get_try_domain())
        for form in self:
            own = trials.filtered(lambda trial, form=form: trial.form_id == form)
            if own:
                own.sample = form.sample
            elif form.sample:
                own.create({"form_id": form.id, "sample": form.sample})

    def _get_try_domain(self):
        """Return which samples are those of these forms and of this person."""
        return [("form_id", "in", self._origin.ids), ("create_uid", "=", self.env.uid)]

    @api.depends(
        "sample",
        "country_id",
        "company_id",
        "lang_id",
        "project_template_id",
        "field_ids.source_name",
        "field_ids.label",
        "field_ids.target",
        "field_ids.parameter_name",
        "field_ids.transform",
        "field_ids.transform_values",
        "field_ids.required",
        "field_ids.default",
    )
    def _compute_trial(self):
        targets = dict(self.env["crm.web.form.field"]._get_targets())
        for form in self:
            form.trial = form.sample and self.env["ir.qweb"]._render(
                "crm_smarket.web_form_trial", {"targets": targets, **form._try_sample()}
            )

    def _try_sample(self):
        """Return what would become of the sample, for the screen."""
        self.ensure_one()
        if any(not field._is_complete() for field in self.field_ids):
            return {"problem": self.env._("One of the fields is not complete yet.")}
        try:
            payload = self.env["crm.web.form.try"]._read_text(self.sample)
        except UserError as error:
            return {"problem": error.args[0]}
        mapping = self._map_payload(payload, lang=self.env.lang)
        return {
            "rows": mapping.rows,
            "lines": mapping.lines,
            "also_sent": mapping.also_sent,
            "complaint": mapping.other_errors.get(""),
        }

    def action_take_last_submission(self):
        """Take what came last as the sample."""
        self.ensure_one()
        last = self.env["crm.web.form.submission"].search(
            [("form_id", "=", self.id), ("payload", "!=", False), ("state", "!=", "spam")], limit=1
        )
        if not last:
            raise UserError(self.env._("No submission of this form is kept any more."))
        self.sample = self.env["crm.web.form.try"]._format_payload(last._get_ordered_payload())

    def action_guess_mapping(self):
        """Propose rows for the fields of the sample that are not listed yet."""
        self.ensure_one()
        trial = self.env["crm.web.form.try"].create({"form_id": self.id, "sample": self.sample})
        trial._propose_lines()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Guess the Mapping"),
            "res_model": trial._name,
            "res_id": trial.id,
            "view_mode": "form",
            "target": "new",
        }
