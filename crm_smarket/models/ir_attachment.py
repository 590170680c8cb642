from odoo import fields, models
from odoo.http import Stream


class DownloadStream(Stream):
    """A file that is saved, never shown by the browser as a page of this site."""

    def get_response(self, as_attachment=None, **options):
        """Return the file to be saved, whatever the link to it says."""
        return super().get_response(as_attachment=True, **options)


class IrAttachment(models.Model):
    """Files that strangers sent."""

    _inherit = "ir.attachment"

    # also tells a stranger's file after it has moved to the lead
    web_form_submission_id = fields.Many2one(
        "crm.web.form.submission", readonly=True, ondelete="set null", index="btree_not_null"
    )

    def _to_http_stream(self):
        """A stranger's file is only ever downloaded."""
        stream = super()._to_http_stream()
        if self.sudo().web_form_submission_id and stream.type != "url":
            return DownloadStream(**vars(stream))
        return stream
