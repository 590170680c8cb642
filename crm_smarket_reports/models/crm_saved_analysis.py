import json
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError

TAG = "crm_smarket_reports.analysis"


class CrmSavedAnalysis(models.Model):
    """A favourite of the analysis: a report with what was chosen, for one person or for everybody.

    A period is kept by its distance from the present one: "this month" is this month next time, too.
    """

    _name = "crm.saved.analysis"
    _description = "Saved Analysis"
    _order = "report, name, id"

    name = fields.Char(required=True)
    report = fields.Selection(selection="_get_reports", required=True, index=True)
    options = fields.Json(help="What was chosen, as `crm.smarket.analysis` reads it. Empty: what the report chooses.")
    user_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        help="Whose favourite it is. Empty: everybody's.",
    )
    audience = fields.Char(string="For Whom", compute="_compute_audience")
    is_default = fields.Boolean(string="Default", help="The report opens with it.")

    _name_unique = models.UniqueIndex(
        "(report, COALESCE(user_id, 0), LOWER(name))",
        "This analysis has a favourite of that name already: choose another name.",
    )

    @api.model
    def _get_reports(self):
        analysis = self.env["crm.smarket.analysis"]
        return [(key, analysis._describe(key)["title"]) for key in analysis._get_report_keys()]

    @api.depends("user_id")
    @api.depends_context("lang")
    def _compute_audience(self):
        for saved in self:
            saved.audience = saved.user_id.name or self.env._("Everybody")

    @api.constrains("report", "options")
    def _check_options(self):
        """Refuse what the report cannot read, in its own words."""
        analysis = self.env["crm.smarket.analysis"]
        for saved in self:
            analysis._get_options(analysis._describe(saved.report), saved.options or {})

    @api.model_create_multi
    def create(self, vals_list):
        saved = super().create(vals_list)
        saved._keep_one_default()
        return saved

    def write(self, vals):
        result = super().write(vals)
        if not {"is_default", "report", "user_id"}.isdisjoint(vals):
            self._keep_one_default()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scheduled(self):
        # sudo: it may be mailed by somebody else
        schedules = self.env["crm.report.schedule"].sudo().with_context(active_test=False)
        if schedule := schedules.search([("saved_analysis_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "“%(analysis)s” is mailed regularly: remove the scheduled report “%(schedule)s” first.",
                    analysis=schedule.saved_analysis_id.name,
                    schedule=schedule.name,
                )
            )

    def _keep_one_default(self):
        """Let each of these that is a default be the only one of its report and user."""
        for saved in self:
            if saved.is_default:
                others = [("is_default", "=", True), ("id", "!=", saved.id)]
                others += [("report", "=", saved.report), ("user_id", "=", saved.user_id.id)]
                self.search(others).is_default = False

    # -- on the screen -----------------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_favourites(self, report):
        """Return what the menu of favourites shows.

        :param str report: key of the report that is on the screen
        :return: ``{"favourites": [{"id", "name", "options", "is_default", "is_shared", "is_editable"}],
            "can_share": bool}``, one's own first
        """
        can_share = self.env.user.has_group("sales_team.group_sale_manager")
        saved = self.search([("report", "=", report)])
        return {
            "favourites": [
                {
                    "id": one.id,
                    "name": one.name,
                    "options": one.options or {},
                    "is_default": one.is_default,
                    "is_shared": not one.user_id,
                    "is_editable": can_share or bool(one.user_id),
                }
                for one in saved.filtered("user_id") | saved
            ],
            "can_share": can_share,
        }

    @api.model
    def save_favourite(self, report, name, options, is_default=False, is_shared=False):
        """Save what is on the screen, in the place of a favourite of the same name.

        :param str report: key of the report
        :param dict options: as :meth:`get_favourites` gives them back
        :param bool is_shared: for everybody instead of for oneself
        :return: the id of the favourite
        """
        values = {"name": name.strip(), "report": report, "options": options, "is_default": is_default}
        owner = False if is_shared else self.env.uid
        same = self.search([("report", "=", report), ("user_id", "=", owner)])
        saved = same.filtered(lambda one: one.name.lower() == values["name"].lower())
        if saved:
            saved.write(values)
        else:
            saved = self.create({**values, "user_id": owner})
        return saved.id

    @api.model
    def _get_default_options(self, report):
        """Return what a report opens with: one's own default, else that of everybody, else what the report chooses."""
        defaults = self.search([("report", "=", report), ("is_default", "=", True)])
        return (defaults.filtered("user_id") or defaults)[:1].options or {}

    def action_open(self):
        """Open the report with what was saved."""
        self.ensure_one()
        params = {"report": self.report, "options": self.options or {}}
        return {**self._get_client_action()._get_action_dict(), "params": params}

    def _get_path(self):
        """Return the address of the report with what was saved, without the host."""
        self.ensure_one()
        # Blanks not as a plus, which the web client would not read as a blank.
        options = quote(json.dumps(self.options or {}, separators=(",", ":")), safe="")
        return f"/odoo/{self._get_client_action().path}?analysis={options}"

    def _get_client_action(self):
        # sudo: actions are nobody's to search; this one only says where the report is
        actions = self.env["ir.actions.client"].sudo().search([("tag", "=", TAG)])
        return actions.filtered(lambda action: (action.params or {}).get("report") == self.report)[:1]
