import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import Controller, content_disposition, request, route

from .workbook import XLSX


class WorkbookJobController(Controller):
    """The workbook of a list by a plain link."""

    @route("/crm_smarket/workbook/<int:job_id>.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, job_id):
        """Answer with the workbook: the one that was written, or one that is written now, from a file on disk.

        :param int job_id: of a job of the user's own
        """
        job = request.env["crm.workbook.job"].search([("id", "=", job_id)])
        if job.state == "done":
            stream = request.env["ir.binary"]._get_stream_from(job.attachment_id)
            return stream.get_response(as_attachment=True)
        if job.state != "direct":
            raise request.not_found()
        file = tempfile.TemporaryFile()  # noqa: SIM115 closed with the answer
        job._write_file(file, job._get_reader())
        size = file.tell()
        file.seek(0)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(job._get_file_name())),
            ("Content-Length", str(size)),
        ]
        response = request.make_response(wrap_file(request.httprequest.environ, file), headers)
        response.direct_passthrough = True
        return response
