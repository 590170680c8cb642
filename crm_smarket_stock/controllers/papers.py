from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request


class Papers(http.Controller):
    """Papers of deliveries as ordinary links."""

    @http.route("/stock/papers/<int:log_id>", type="http", auth="user", methods=["GET"])
    def download(self, log_id):
        """Send the papers of a print, as often as the link is followed."""
        log = request.env["stock.print.log"].browse(log_id).exists()
        if not log:
            raise request.not_found()
        log.check_access("read")
        try:
            content, mimetype, name = log._render()
        except UserError as error:
            return request.make_response(str(error), [("Content-Type", "text/plain; charset=utf-8")], status=409)
        headers = [
            ("Content-Type", mimetype),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)
