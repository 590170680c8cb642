"""The documents that people of the demonstration company hand in."""

import io

from reportlab.pdfgen import canvas


def make_pdf(title, *lines):
    """Return a one-page PDF with a title and a few lines (Latin script)."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, invariant=True)
    page.setTitle(title)
    page.setFont("Helvetica-Bold", 18)
    page.drawString(72, 760, title)
    page.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 18 * number, line)
    page.save()
    return buffer.getvalue()


def hand_in(stage, moment):
    """Give every required document of the stage that has none its file."""
    for document in stage.document_ids.filtered("is_missing"):
        content = make_pdf(document.name, f"Signed on {moment:%d.%m.%Y}", f"Project {stage.lead_id.id}")
        document.attachment_ids = stage.env["ir.attachment"].create(
            {
                "name": f"{document.name}.pdf",
                "raw": content,
                "res_model": "crm.lead",
                "res_id": stage.lead_id.id,
            }
        )
