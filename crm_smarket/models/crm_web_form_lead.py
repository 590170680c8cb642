from collections import defaultdict

from markupsafe import Markup
from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Command, Date
from odoo.tools.sql import escape_psql

from ..tools.markup import paragraph

TEXT_JOINS = {"char": " ", "text": "\n", "html": Markup("<br>")}
UTM_FIELDS = {"utm.campaign": "campaign_id", "utm.source": "source_id", "utm.medium": "medium_id"}


class CrmWebForm(models.Model):
    """From the mapped values of a post to a lead, made by one create."""

    _inherit = "crm.web.form"

    def _create_lead(self, mapping, lang=None):
        """Make a lead of a post, and start its first stage.

        :param FormMapping mapping: without errors
        :param str lang: code of the visitor's language
        """
        vals = self._prepare_lead_values(mapping)
        # the activity tells the salesperson, so the assignment need not tell them as well;
        # what the visitor typed goes to the lead alone, never to the customer behind it
        leads = self.env["crm.lead"].with_context(
            mail_auto_subscribe_no_notify=self.response_hours > 0, crm_web_form_keeps_customer=True
        )
        vals["lang_id"] = self.env["res.lang"]._get_data(code=self._get_lang(lang)).id
        lead = leads.create(vals).with_env(self.env)
        self._begin_project(lead, mapping)
        return lead

    def _prepare_lead_values(self, mapping):
        """Return the values of the lead that a post becomes."""
        typed = self._get_typed_values(mapping)
        vat = mapping.get_first("partner.vat")
        customer = self._find_customer(typed.get("email_from"), typed.get("phone"), vat)
        tags = self.tag_ids.union(*(row.value for row in mapping.get_rows("tag")))
        products = self.env["product.product"].union(*(row.value for row in mapping.get_rows("product")))
        vals = {
            **self._get_assignment(),
            "company_id": self.company_id.id,
            "partner_id": customer.id,
            "medium_id": self.env["utm.medium"]._fetch_or_create_utm_medium("website").id,
            "tag_ids": [Command.set(tags.ids)],
            "interest_product_ids": [Command.set(products.ids)],
            "customer_vat": vat,
            "also_sent": "\n".join(f"{name}: {text}" for name, text in mapping.also_sent.items()) or False,
            **typed,
        }
        if self.project_template_id:
            vals["project_template_id"] = self.project_template_id.id
        vals["description"] = self._get_notes(mapping, customer, vals)
        if not vals.get("name"):
            who = vals.get("partner_name") or vals.get("contact_name") or vals.get("email_from") or vals.get("phone")
            vals["name"] = f"{self.name}: {who}" if who else self.name
        return vals

    def _get_typed_values(self, mapping):
        """Return the values of the lead's own fields; several texts for one field are joined."""
        values = defaultdict(list)
        for row in mapping.rows:
            field = row.field._get_lead_field()
            if field and row.value is not None:
                values[field].append(row.value)
        vals = {}
        for field, found in values.items():
            if field.type in TEXT_JOINS:
                vals[field.name] = TEXT_JOINS[field.type].join(found)
            else:
                vals[field.name] = found[0][:1].id if field.relational else found[0]
        if country := mapping.get_first("country"):
            vals["country_id"] = country[:1].id
        if state := mapping.get_first("state"):
            vals.update(state_id=state[:1].id, country_id=state[:1].country_id.id)
        for target, fname in UTM_FIELDS.items():
            if name := mapping.get_first(target):
                vals[fname] = self._find_or_create_utm(fname, name).id
        return vals

    def _get_assignment(self):
        """Return type, team and salesperson of a new lead, as core's own website form finds them."""
        team = self._get_team()
        user = self.user_id
        if not user and team and not self.env["crm.lead"]._is_rule_based_assignment_activated():
            user = team.user_id
        kind = "opportunity" if team and not team.use_leads else self.lead_type
        vals = {"type": kind, "user_id": user.id}
        # without a team, core finds the salesperson's own
        return {**vals, "team_id": team.id} if team or not user else vals

    def _find_or_create_utm(self, fname, name):
        """Return the campaign, source or medium of this name, made when there is none.

        As core does for visitors who come with these names in an address, but a name is no pattern here.
        """
        records = self.env[self.env["crm.lead"]._fields[fname].comodel_name].with_context(active_test=False)
        if found := records.search([("name", "=ilike", escape_psql(name))], limit=1):
            return found
        vals = {"name": name}
        if "is_auto_campaign" in records._fields:
            vals["is_auto_campaign"] = True
        try:
            with self.env.cr.savepoint():
                return records.create(vals)
        except UniqueViolation as error:
            # somebody else has just made it: try again and find it
            raise ConcurrencyError(str(error)) from error

    def _get_notes(self, mapping, customer, vals):
        """Return the notes of a lead: free texts under their labels, what no record was found for, what differs."""
        notes = [vals["description"]] if vals.get("description") else []
        for row in mapping.rows:
            if row.unknown:
                notes.append(paragraph(self.env._("%s (not found)", row.field._get_label()), ", ".join(row.unknown)))
            elif row.value is not None and row.field._is_for_notes():
                notes.append(paragraph(row.field._get_label(), row.shown))
        if customer:
            differences = self._get_differences(customer, vals, vals["customer_vat"])
            if differences:
                text = "\n".join(f"{label}: {text}" for label, text in differences)
                notes.append(paragraph(self.env._("Differs from what is known of %s", customer.display_name), text))
        return Markup().join(notes) or False

    # ------------------------------------------------------------
    # project
    # ------------------------------------------------------------

    def _begin_project(self, lead, mapping):
        """Start the first stage of the lead's project, with the parameters that were sent: the inquiry starts it."""
        first = self._get_first_stage()
        stage = lead.project_stage_ids.filtered(lambda stage: first and stage.template_stage_id == first)[:1]
        if not stage:
            return
        if sent := self._get_parameters(mapping):
            parameters = stage.read(["parameters"])[0]["parameters"]
            for parameter in parameters:
                parameter["value"] = sent.get(parameter["name"], parameter.get("value"))
            stage.parameters = parameters
        if stage.state == "not_started":
            stage.action_start()

    def _get_parameters(self, mapping):
        """Return the values of parameters that were sent, ``{name: value}``."""
        sent = {}
        for row in mapping.get_rows("parameter"):
            if name := row.field._get_parameter().get("name"):
                is_date = row.field._get_parameter()["type"] == "date"
                sent[name] = Date.to_string(row.value) if is_date else row.value
        return sent
