from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route


class TemplateExport(Controller):
    """Project templates for download, by an ordinary link that also works on a phone."""

    @route("/crm_smarket/templates/<string:ids>", type="http", auth="user", methods=["GET"], readonly=True)
    def export_templates(self, ids):
        """Return a file with the templates whose ids are given, separated by commas."""
        numbers = [int(number) for number in ids.split(",") if number.isdecimal()]
        templates = request.env["crm.project.template"].browse(numbers).exists()
        try:
            templates._check_export()
        except AccessError as error:
            raise request.not_found() from error
        if not templates:
            raise request.not_found()
        content = templates._get_file_content()
        return request.make_response(
            content,
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(templates._get_file_name())),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
