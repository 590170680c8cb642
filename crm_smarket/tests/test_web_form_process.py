from odoo.tests import tagged

from .web_form import WebFormCase


@tagged("post_install", "-at_install")
class TestWebFormProcess(WebFormCase):
    """A post becomes a lead, exactly once."""

    def test_lead(self):
        """The lead has who wrote, for whom it is, and what was written."""
        submission = self._submit(phone="22 123 45 67", page="prices")
        lead = submission.lead_id
        self.assertEqual(submission.state, "done")
        self.assertTrue(submission.date_done)
        self.assertRecordValues(
            lead,
            [
                {
                    "name": "Shop equipment: Anna Nowak",
                    "type": "lead",
                    "contact_name": "Anna Nowak",
                    "email_from": "anna@example.com",
                    "phone": "+48 22 123 45 67",
                    "team_id": self.team.id,
                    "user_id": self.seller.id,
                    "company_id": self.form.company_id.id,
                    "partner_id": False,
                    "medium_id": self.env.ref("utm.utm_medium_website").id,
                    "also_sent": "page: prices",
                }
            ],
        )
        self.assertEqual(lead.description, "<p><b>Message</b><br>Ten racks, please.</p>")
        self.assertEqual(lead.create_uid, self.env.ref("base.user_root"))

    def test_once(self):
        """Processing what is done does nothing."""
        submission = self._submit()
        lead = submission.lead_id
        submission._process()
        submission.action_process()
        self.assertEqual(submission.lead_id, lead)
        self.assertEqual(self.env["crm.lead"].search_count([("email_from", "=", "anna@example.com")]), 1)
