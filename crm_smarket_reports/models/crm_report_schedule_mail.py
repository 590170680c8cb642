from urllib.parse import urlencode

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, hmac

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CrmReportSchedule(models.Model):
    """The mail: the most important figures, the way to the screen, and the workbook."""

    _inherit = "crm.report.schedule"

    def _queue_mail(self, user):
        """Queue the mail to a user and return it.

        :raise UserError: where the user cannot get it any more
        """
        self.ensure_one()
        # sudo: what is mailed to whom was said by an administrator; all figures are read with the rights of the reader
        schedule, user = self.sudo(), user.sudo()
        env = self.env["crm.smarket.morning.mail"]._get_env(user, schedule._get_companies(user))
        digest = self.env["crm.project.digest"]
        frame, content = digest._get_mail_values(user), schedule._get_content(env)
        leave_path = schedule._get_leave_path(user)
        values = {
            **frame,
            **content,
            "date": format_date(env, env["crm.smarket.figures"]._get_today(), date_format="d MMMM yyyy"),
            "leave_path": leave_path,
            "schedule": schedule,
        }
        # sudo: as in the mail of the morning, a template is nobody's to read
        body = env["ir.qweb"].sudo()._render("crm_smarket_reports.report_schedule_mail", values)
        name, workbook = content["workbook"]
        attachment = schedule.env["ir.attachment"].create(
            {"name": name, "raw": workbook, "mimetype": MIMETYPE, "res_model": "mail.message", "res_id": 0}
        )
        headers = {
            "List-Unsubscribe": f"<{frame['base_url']}{leave_path}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "X-Auto-Response-Suppress": "OOF",
        }
        subject = f"{schedule.name}, {values['date']}"
        return digest._queue_mail(user, subject, body, attachment_ids=attachment.ids, headers=headers)

    def _get_companies(self, user):
        """Return whose figures a user gets: the branch first, then those below it."""
        if self.company_id not in user.company_ids:
            raise UserError(
                self.env._(
                    "%(user)s does not work for %(company)s any more.", user=user.name, company=self.company_id.name
                )
            )
        below = self.env["res.company"].search([("id", "child_of", self.company_id.id)])
        return self.company_id | (user.company_ids & below)

    def _get_content(self, env):
        """Return what the mail shows, and the workbook.

        :param env: environment of the reader
        :return: ``{"path", "workbook", "explanation"}``, and either ``sentences`` and ``totals`` or ``table``
        """
        if self.kind == "general_information":
            dashboard = env["crm.smarket.dashboard"]
            return {
                **dashboard._get_mail_content(),
                "path": "/odoo/general-information",
                "workbook": dashboard._get_workbook(),
            }
        analysis = env["crm.smarket.analysis"]
        saved = self.saved_analysis_id
        report = analysis.get_report(saved.report, saved.options or {})
        return {
            "explanation": report["explanation"],
            "table": analysis._get_mail_table(report),
            "path": saved._get_path(),
            "workbook": analysis._get_workbook(saved.report, saved.options or {}),
        }

    def _get_leave_path(self, user):
        """Return the address at which a user takes themselves off the list without logging in."""
        query = urlencode({"user_id": user.id, "token": self._get_leave_token(user.id)})
        return f"/crm_smarket/schedule/{self.id}/leave?{query}"

    def _get_leave_token(self, user_id):
        return hmac(self.env(su=True), "crm-report-schedule-leave", (self.id, user_id))
