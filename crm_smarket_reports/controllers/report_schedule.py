from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route
from odoo.tools import consteq


class ReportScheduleController(Controller):
    """The way off the list of a scheduled report, from its mail and without logging in."""

    # Without a token of the session: mail programs post here, too, for their own button.
    @route(
        "/crm_smarket/schedule/<int:schedule_id>/leave",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        csrf=False,
    )
    def leave(self, schedule_id, user_id="", token="", **_posted):
        """Ask whether the mail is not wanted any more; take its reader off the list when the answer is posted.

        Nothing happens by looking at it, as programs do that search mails for bad links.

        :param str user_id: id of the reader
        :param str token: that the mail has for this reader
        """
        # sudo: whoever has the token is the reader
        schedule = request.env["crm.report.schedule"].sudo().browse(schedule_id).exists()
        user = request.env["res.users"].sudo().browse(int(user_id) if user_id.isdigit() else 0).exists()
        if not schedule or not user or not consteq(schedule._get_leave_token(user.id), token):
            raise NotFound()
        # In the language of the mail that leads here, whatever the web site or the browser speaks.
        request.update_context(lang=user.lang)
        if request.httprequest.method == "POST":
            schedule._remove_reader(user)
        values = {"schedule": schedule, "user": user, "is_left": user not in schedule.reader_ids.user_id}
        return request.render("crm_smarket_reports.report_schedule_leave", values)
