from datetime import datetime

from .common import ProjectCase

NOW = datetime(2026, 3, 2, 9, 0)  # a Monday, in the middle of the working hours


class WebFormCase(ProjectCase):
    """A form of a Polish shop, of which a post becomes a lead of the team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poland = cls.env.ref("base.pl")
        cls.team.write({"use_leads": True})
        cls.form = cls.env["crm.web.form"].create(
            {
                "name": "Shop equipment",
                "team_id": cls.team.id,
                "user_id": cls.seller.id,
                "responsible_id": cls.manager.id,
                "country_id": cls.poland.id,
                "lead_type": "lead",
            }
        )
        cls._add_field("name", "lead.contact_name", required=True)
        cls._add_field("email", "lead.email_from", transform="email", required=True)
        cls._add_field("phone", "lead.phone", transform="phone")
        cls._add_field("message", "note", label="Message")

    @classmethod
    def _add_field(cls, name, target, **vals):
        return cls.env["crm.web.form.field"].create(
            {"form_id": cls.form.id, "source_name": name, "target": target, **vals}
        )

    @classmethod
    def _get_payload(cls, **sent):
        return {"name": "Anna Nowak", "email": "anna@example.com", "message": "Ten racks, please.", **sent}

    @classmethod
    def _attach(cls, submission):
        """Keep a file with a submission as the controller does."""
        return cls.env["ir.attachment"].create(
            {
                "name": "plan.pdf",
                "raw": b"%PDF-1.4",
                "res_model": submission._name,
                "res_id": submission.id,
                "web_form_submission_id": submission.id,
            }
        )

    @classmethod
    def _submit(cls, form=None, process=True, vals=None, **sent):
        """Store a submission as the controller does, and process it."""
        form = form or cls.form
        count = cls.env["crm.web.form.submission"].search_count([])
        submission = cls.env["crm.web.form.submission"].create(
            {
                "form_id": form.id,
                "idempotency_key": f"key {count}",
                "payload": cls._get_payload(**sent),
                **(vals or {}),
            }
        )
        if process:
            submission._process()
        return submission
