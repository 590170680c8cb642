from odoo import api, fields, models
from odoo.fields import Command

from .clock import controlled_clock
from .inquiry_stories import INQUIRIES
from .inquiry_teller import InquiryTeller
from .past_teller import PastTeller
from .project_past import PAST
from .project_stories import STORIES
from .project_teller import ProjectTeller

TIME_ZONES = {
    "ekaterinburg": "Asia/Yekaterinburg",
    "kazan": "Europe/Moscow",
    "novosibirsk": "Asia/Novosibirsk",
}


class CrmSmarketDemo(models.AbstractModel):
    """The generator of the demonstration company, a dealer of trade equipment.

    What does not depend on today (people, customers, products, templates) is in the data
    files beside it; called at the end of them, the generator lets the company's past happen
    through the same methods that people use, on a clock of its own, so that gates, plans,
    chatter and history are real. The same day always brings the same company, and what is
    there already is not made again. An add-on on top extends ``_generate``.
    """

    _name = "crm.smarket.demo"
    _description = "Demonstration Company"

    @api.model
    def _adopt_unnamed_company(self):
        """Let the company that every database is born with be the head office, unless it is in use."""
        company = self.env.ref("base.main_company")
        if company.name == "My Company":
            self._keep("res_company_demo_ekaterinburg", company)

    @api.model
    def _settle_companies(self):
        """Give head office and branches their time zones, and let the administrator see them."""
        companies = self.env["res.company"]
        for city, time_zone in TIME_ZONES.items():
            company = self._ref(f"res_company_demo_{city}")
            company.resource_calendar_id.tz = company.partner_id.tz = time_zone
            companies |= company
        admin = self.env.ref("base.user_admin")
        admin.company_ids = [Command.link(company.id) for company in companies]
        if self.env.ref("base.main_company") in companies:
            admin.write({"company_id": companies[0].id, "tz": admin.tz or TIME_ZONES["ekaterinburg"]})

    @api.model
    def _generate(self):
        """Let the past of the company happen."""
        self._translate_templates()
        with controlled_clock(self.env) as clock:
            teller = ProjectTeller(self, clock)
            for story in STORIES:
                name = f"crm_lead_demo_{story.key}"
                if not self._ref(name):
                    self._keep(name, teller.tell(story))
            for deal in PAST:
                name = f"crm_lead_demo_past_{deal.customer}"
                if not self._ref(name):
                    self._keep(name, teller.tell_past(deal))
        self._generate_past_projects()
        self._learn_from_the_past()

    @api.model
    def _generate_past_projects(self):
        """Let two years of projects have ended, won or lost, unless they have."""
        if not self._ref("crm_lead_demo_project_1"):
            leads = PastTeller(self, fields.Datetime.now()).tell()
            self._keep_all({f"crm_lead_demo_project_{number}": lead for number, lead in enumerate(leads, 1)})

    @api.model
    def _learn_from_the_past(self):
        """Let core know how likely deals are won, as its nightly job does from the deals of the last years."""
        first = fields.Date.add(fields.Date.today(), years=-1)
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("crm.pls_start_date", fields.Date.to_string(first))
        parameters.set_param("crm.pls_fields", "country_id")  # so few deals say nothing about towns and tags
        leads = self.env["crm.lead"]
        leads._rebuild_pls_frequency_table()
        leads.search([("won_status", "=", "pending")])._compute_probabilities()

    @api.model
    def _translate_templates(self):
        """Read the translations in the data files now: core does so last, and projects copy the names."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        self.env["ir.module.module"]._load_module_terms(["crm_smarket"], languages)

    @api.model
    def _generate_inquiries(self):
        """Let the past weeks of the company's web forms happen."""
        if not self._ref("crm_web_form_submission_demo_1"):
            with controlled_clock(self.env) as clock:
                InquiryTeller(self, clock).tell(INQUIRIES)

    @api.model
    def _ref(self, name):
        """Return the record of the demonstration company of this name, None when it is not there."""
        return self.env.ref(f"crm_smarket.{name}", raise_if_not_found=False)

    @api.model
    def _get_seller(self, login):
        """Return the person of this login; some deals are the administrator's, who sees them at first login."""
        return self.env.ref("base.user_admin") if login == "admin" else self._ref(f"res_users_demo_{login}")

    @api.model
    def _keep(self, name, record):
        """Let ``record`` be found by ``name`` from now on, and be left alone by updates."""
        self._keep_all({name: record})

    @api.model
    def _keep_all(self, records):
        """Keep records, ``{name: record}``, see :meth:`_keep`."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"crm_smarket.{name}", "record": record, "noupdate": True} for name, record in records.items()]
        )
