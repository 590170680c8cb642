from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .web_form import WebFormCase


@tagged("post_install", "-at_install")
class TestWebFormTargets(WebFormCase):
    """What each target of a field makes of what was sent."""

    def _map(self, lang=None, **sent):
        return self.form._map_payload(self._get_payload(**sent), lang)

    def _get_lead(self, **sent):
        return self._submit(**sent).lead_id

    # fields of the lead

    def test_types(self):
        """A field of the lead gets a value of its type, also where no transform was chosen."""
        self._add_field("budget", "lead.expected_revenue")
        self._add_field("until", "lead.date_deadline")
        self._add_field("urgency", "lead.priority")
        self._add_field("topic", "lead.name")
        lead = self._get_lead(budget="1 234,50", until="31.03.2026", urgency="High", topic=" New\n shop ")
        self.assertRecordValues(
            lead,
            [{"expected_revenue": 1234.5, "date_deadline": date(2026, 3, 31), "priority": "2", "name": "New shop"}],
        )

    def test_wrong_types(self):
        """Whatever does not fit is said of all fields at once, in the visitor's language."""
        self._add_field("budget", "lead.expected_revenue")
        self._add_field("until", "lead.date_deadline")
        self._add_field("urgency", "lead.priority")
        self._add_field("site", "lead.website")
        mapping = self._map(
            budget="much", until="soon", urgency="Now!", site="javascript:alert(1)", email="anna", name=" "
        )
        self.assertEqual(
            mapping.errors,
            {
                "name": "Please fill this in.",
                "email": "Please enter one e-mail address, like name@example.com.",
                "budget": "Please enter a number.",
                "until": "Please enter a date, like 2026-03-31.",
                "urgency": "Please choose one of the values offered.",
                "site": "Please enter the address of a web site, like www.example.com.",
            },
        )

    def test_incompatible_transform(self):
        """A transform that makes nothing for the field refuses every text instead of failing."""
        self._add_field("budget", "lead.expected_revenue", transform="date")
        self.assertEqual(self._map(budget="2026-03-31").errors, {"budget": "Please enter a number."})

    def test_long_text(self):
        """A line has its limit; notes have none."""
        self.assertEqual(self._map(name="x" * 501).errors, {"name": "Please shorten this to 500 characters."})
        self.assertIn("x" * 5000, self._get_lead(message="x" * 5000).description)

    def test_several_into_one(self):
        """Two fields for one line of text are joined in the form's order."""
        self._add_field("surname", "lead.contact_name")
        self.assertEqual(self._get_lead(name="Anna", surname="Nowak").contact_name, "Anna Nowak")

    def test_list(self):
        """Several values under one name are one text."""
        payload = {"name": "Anna", "email": "anna@example.com", "message": "Racks", "message.1": "Scales"}
        mapping = self.form._map_payload(payload)
        self.assertEqual(mapping.rows[3].value, "Racks, Scales")
        self.assertFalse(mapping.also_sent)

    def test_default_and_table(self):
        self._add_field(
            "city", "lead.city", transform="table", transform_values="krk = Kraków\n* = Elsewhere", default="krk"
        )
        self.assertEqual(self._get_lead().city, "Kraków")
        self.assertEqual(self._get_lead(city="ŁDZ").city, "Elsewhere")

    def test_table_gives_number(self):
        self._add_field(
            "size", "lead.expected_revenue", transform="table", transform_values="small = 1 000\nbig = 9000"
        )
        self.assertEqual(self._get_lead(size="Small").expected_revenue, 1000)

    def test_table_needs_rows(self):
        with self.assertRefused("needs its table", ValidationError):
            self._add_field("city", "lead.city", transform="table")

    def test_closed_fields(self):
        """A visitor fills no field that decides about the deal, however the form was set up."""
        targets = {target for target, _label in self.env["crm.web.form.field"]._get_targets()}
        self.assertIn("lead.contact_name", targets)
        closed = """
            user_id team_id company_id stage_id probability active type partner_id email_cc won_status lang_id
            create_uid visitor_ids project_revision project_template_plan id email_normalized
        """
        for name in closed.split():
            self.assertNotIn(f"lead.{name}", targets)
        with self.assertRefused("cannot fill", ValidationError):
            self._add_field("who", "lead.user_id")

    def test_field_that_is_gone(self):
        """What filled a field that an add-on took with it goes to the notes."""
        field = self._add_field("topic", "lead.referred", label="Topic")
        self.env.cr.execute("UPDATE crm_web_form_field SET target = 'lead.gone' WHERE id = %s", [field.id])
        field.invalidate_recordset()
        self.assertIn("<b>Topic</b><br>Racks", self._get_lead(topic="Racks").description)

    def test_targets_by_label(self):
        """Fields of the lead are listed by their labels in the user's language."""
        labels = [
            label for target, label in self.env["crm.web.form.field"]._get_targets() if target.startswith("lead.")
        ]
        self.assertEqual(labels, sorted(labels, key=str.casefold))
        self.assertIn("Contact Name", labels)

    # text stays text

    def test_markup_stays_text(self):
        """HTML, scripts and formulas from the web are shown as they were typed."""
        evil = "<script>alert(1)</script><b>x</b> {{ object.name }} =1+1 %(a)s"
        self._add_field("text", "lead.description")
        lead = self._get_lead(name=evil, message=evil, text=evil, extra=evil)
        self.assertEqual(lead.contact_name, evil)
        self.assertEqual(lead.also_sent, f"extra: {evil}")
        self.assertNotIn("<script", lead.description)
        self.assertNotIn("<b>x", lead.description)
        self.assertEqual(lead.description.count("&lt;script&gt;"), 2)

    # also sent

    def test_also_sent(self):
        """What nobody mapped is kept; what forms send for themselves is not shown."""
        payload = self._get_payload(page="prices", empty=" ", _key="1", _url="", _time="2", csrf_token="3")
        mapping = self.form._map_payload(payload)
        self.assertEqual(mapping.also_sent, {"page": "prices"})

    # records by name

    def test_country_and_state(self):
        self._add_field("country", "country")
        self._add_field("region", "state")
        oregon = self.env["res.country.state"].search([("code", "=", "OR"), ("country_id.code", "=", "US")])
        for sent in ({"region": "Oregon"}, {"region": "or"}, {"region": "US-OR"}):
            lead = self._get_lead(country="united states", **sent)
            self.assertEqual((lead.state_id, lead.country_id), (oregon, oregon.country_id))
        self.assertEqual(self._get_lead(country="pl").country_id, self.poland)

    def test_unknown_country(self):
        """What no record is found for is no error: it goes to the notes."""
        self._add_field("country", "country", label="Country")
        lead = self._get_lead(country="Polnd")
        self.assertFalse(lead.country_id)
        self.assertIn("<b>Country (not found)</b><br>Polnd", lead.description)

    def test_record_by_name(self):
        """A field of the lead that holds a record is filled by the record's name."""
        yearly = self.env["crm.recurring.plan"].create({"name": "Each year", "number_of_months": 12})
        self._add_field("plan", "lead.recurring_plan", label="Plan")
        self.assertEqual(self._get_lead(plan="each YEAR").recurring_plan, yearly)
        lead = self._get_lead(plan="never")
        self.assertFalse(lead.recurring_plan)
        self.assertIn("<b>Plan (not found)</b><br>never", lead.description)

    def test_name_in_another_language(self):
        """Records are found by their names in all our languages."""
        self.env["res.lang"]._activate_lang("pl_PL")
        self.poland.with_context(lang="pl_PL").name = "Polska"
        self._add_field("country", "country")
        for name in ("Polska", "poland", "PL"):
            self.assertEqual(self._get_lead(country=name).country_id, self.poland, name)

    def test_tags_by_name(self):
        """Tags are found by name whatever its case, several at once; a visitor makes none."""
        rush, shop = self.env["crm.tag"].create([{"name": "Rush"}, {"name": "Shop, new"}])
        self.form.tag_ids = self.env["crm.tag"].create({"name": "Web"})
        self._add_field("tags", "tag")
        lead = self._get_lead(**{"tags": "RUSH; unheard of", "tags.1": "shop, new"})
        self.assertEqual(lead.tag_ids, rush | shop | self.form.tag_ids)
        self.assertIn("unheard of", lead.description)
        self.assertFalse(self.env["crm.tag"].search([("name", "=", "unheard of")]))

    def test_products(self):
        """Products asked about are found by reference, barcode or name: of those on sale, in the form's company."""
        rack, scale, hidden, foreign = self.env["product.product"].create(
            [
                {"name": "Rack 100%", "default_code": "RK-1"},
                {"name": "Scale", "barcode": "5901234123457"},
                {"name": "Old scale", "sale_ok": False},
                {"name": "Theirs", "company_id": self.env["res.company"].create({"name": "Other"}).id},
            ]
        )
        self._add_field("product", "product")
        self.assertEqual(self._get_lead(product="rk-1").interest_product_ids, rack)
        self.assertEqual(self._get_lead(product="rack 100%").interest_product_ids, rack)
        self.assertEqual(self._get_lead(product="5901234123457, RK-1").interest_product_ids, rack | scale)
        for name in (hidden.name, foreign.name, "%", "R_ck 100%", "nothing"):
            lead = self._get_lead(product=name)
            self.assertFalse(lead.interest_product_ids, name)
            self.assertIn(name, lead.description)

    def test_product_by_number(self):
        """Also what a transform makes of the text is a name to look for."""
        rack = self.env["product.product"].create({"name": "Rack", "default_code": "1200"})
        self._add_field("product", "product", transform="integer")
        self.assertEqual(self._get_lead(product="1 200").interest_product_ids, rack)

    def test_product_that_the_table_leaves_out(self):
        """A table may give an empty text, which names nothing."""
        self._add_field("product", "product", transform="table", transform_values="other =\nrack = RK-1")
        self.assertFalse(self._get_lead(product="other").interest_product_ids)

    def test_product_of_several_variants(self):
        """A name that all variants share means the product; one that several products share means none of them."""
        color = self.env["product.attribute"].create(
            {"name": "Color", "value_ids": [Command.create({"name": c}) for c in "ab"]}
        )
        table = self.env["product.template"].create(
            {
                "name": "Table",
                "attribute_line_ids": [
                    Command.create({"attribute_id": color.id, "value_ids": [Command.set(color.value_ids.ids)]})
                ],
            }
        )
        self.env["product.product"].create([{"name": "Twin"}, {"name": "Twin"}])
        self._add_field("product", "product")
        self.assertEqual(self._get_lead(product="table").interest_product_ids, table.product_variant_ids[:1])
        self.assertFalse(self._get_lead(product="twin").interest_product_ids)

    def test_campaigns(self):
        """Campaign, source and medium are found by name, or made as core makes them."""
        spring = self.env["utm.campaign"].create({"name": "Spring 100%"})
        for target in ("campaign", "source", "medium"):
            self._add_field(f"utm_{target}", f"utm.{target}")
        lead = self._get_lead(utm_campaign="spring 100%", utm_source="Fair", utm_medium="Poster")
        self.assertEqual(lead.campaign_id, spring)
        self.assertEqual((lead.source_id.name, lead.medium_id.name), ("Fair", "Poster"))
        again = self._get_lead(utm_campaign="S%", utm_source="fair")
        self.assertEqual(again.source_id, lead.source_id)
        self.assertEqual(again.campaign_id.name, "S%")

    # the first stage

    def test_stages_start(self):
        """The inquiry starts the first stage of the form's template."""
        self.form.project_template_id = self.template
        lead = self._get_lead()
        self.assertEqual(lead.project_stage_ids.mapped("name"), ["Needs", "Offer", "Contract", "Delivery"])
        self.assertEqual(lead.project_stage_ids.mapped("state"), ["in_progress"] + ["not_started"] * 3)
        self.assertEqual(lead.stage_id, self.columns[0])

    def test_stages_of_the_team(self):
        """Without a template of its own, the form's leads have that of their team, and it starts as well."""
        self.team.project_template_id = self.template
        self.assertEqual(self._get_lead().project_stage_ids[:1].state, "in_progress")

    def test_parameters(self):
        """Parameters of the first stage are filled by their labels, each with a value of its type."""
        self.needs.parameter_definition = [
            {"name": "a1", "string": "Area", "type": "float"},
            {"name": "a2", "string": "Opening", "type": "date"},
            {"name": "a3", "string": "Kind", "type": "selection", "selection": [["s", "Small"], ["l", "Large"]]},
            {"name": "a4", "string": "Wishes", "type": "tags", "tags": [["x", "Cold", 1], ["y", "Warm", 2]]},
            {"name": "a5", "string": "Lift", "type": "boolean"},
            {"name": "a6", "string": "Remark", "type": "char", "default": "none"},
        ]
        self.form.project_template_id = self.template
        for name in ("Area", "opening", "Kind", "Wishes", "Lift", "Parking"):
            self._add_field(name, "parameter", parameter_name=name)
        lead = self._get_lead(
            Area="120,5", opening="31.03.2026", Kind="large", Wishes="Cold, warm", Lift="tak", Parking="10"
        )
        stage = lead.project_stage_ids[:1]
        values = {row["name"]: row["value"] for row in stage.read(["parameters"])[0]["parameters"]}
        self.assertEqual(
            values, {"a1": 120.5, "a2": "2026-03-31", "a3": "l", "a4": ["x", "y"], "a5": True, "a6": "none"}
        )
        self.assertIn("<b>Parking</b><br>10", lead.description)

    def test_parameter_errors(self):
        self.needs.parameter_definition = [{"name": "a1", "string": "Area", "type": "float"}]
        self.form.project_template_id = self.template
        self._add_field("area", "parameter", parameter_name="Area")
        self.assertEqual(self._map(area="big").errors, {"area": "Please enter a number."})
        with self.assertRefused("Say which one", ValidationError):
            self._add_field("other", "parameter")

    # what is shown

    def test_shown(self):
        """Trying the mapping shows the values in words and writes nothing."""
        self._add_field("until", "lead.date_deadline")
        self._add_field("urgency", "lead.priority")
        self._add_field("country", "country")
        count = self.env["crm.lead"].search_count([])
        mapping = self._map(until="31.03.2026", urgency="2", country="pl", message="Hi")
        shown = {row.field.source_name: row.shown for row in mapping.rows}
        self.assertEqual(
            shown,
            {
                "name": "Anna Nowak",
                "email": "anna@example.com",
                "phone": "",
                "message": "Hi",
                "until": "03/31/2026",
                "urgency": "High",
                "country": "Poland",
            },
        )
        self.assertEqual(self.env["crm.lead"].search_count([]), count)
