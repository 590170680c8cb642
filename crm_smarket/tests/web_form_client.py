from odoo.tests import HttpCase

JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
GOOD = {"name": "Anna Nowak", "mail": "anna@example.com"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8d"
    "b00000000049454e44ae426082"
)


class WebFormHttpCase(HttpCase):
    """A web form, and who posts to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env["crm.web.form"].create(
            {
                "name": "Inquiry",
                "allowed_origins": "https://shop.example",
                "limit_per_address": 0,
                "minimum_seconds": 2,
                "field_ids": [
                    cls.make_field("name", "lead.contact_name"),
                    cls.make_field("mail", "lead.email_from", transform="email", required=True),
                    cls.make_field("sum", "lead.expected_revenue", transform="decimal"),
                    cls.make_field("text", "note"),
                ],
            }
        )

    @classmethod
    def make_field(cls, name, target, **values):
        """Return the command that adds a field to a form."""
        return (0, 0, {"source_name": name, "target": target, **values})

    def post(self, data=None, headers=None, form=None, method="POST", **options):
        """Post to the form; JSON is wanted unless the headers say something else."""
        form = form or self.form
        headers = {**JSON, **(headers or {})}
        if data == {}:  # an empty form, as a browser sends it
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        address = f"/crm/form/{form.token}"
        return self.url_open(address, data, headers=headers, method=method, allow_redirects=False, **options)

    def run_cron(self):
        """Process what waits, as the cron does."""
        with self.registry.cursor() as cursor:
            self.env(cr=cursor)["crm.web.form.submission"]._cron_process()

    def get_submissions(self, form=None):
        """Return what came through the form, the earliest first."""
        self.env.invalidate_all()
        return self.env["crm.web.form.submission"].search([("form_id", "=", (form or self.form).id)], order="id")
