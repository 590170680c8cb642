import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import HttpCase, tagged

from .common import ProjectCase

FORMAT = "crm_smarket.project_template"


@tagged("post_install", "-at_install")
class TestTemplateFile(ProjectCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Scale", "default_code": "SW-5"})
        cls.plan = cls.env["mail.activity.plan"].create({"name": "Visit", "res_model": "crm.lead"})
        cls.hours = cls.env["resource.calendar"].create({"name": "Shop hours", "tz": "UTC"})
        cls.template.write(
            {"resource_calendar_id": cls.hours.id, "team_ids": [Command.link(cls.team.id)], "description": "Use it."}
        )
        cls.offer.write(
            {
                "user_ids": [Command.link(cls.seller.id)],
                "with_salesperson": True,
                "with_team_leader": True,
                "partner_functions": "Buyer, Director",
                "activity_plan_id": cls.plan.id,
                "actions": "Write the offer.",
                "powers": "A discount of 5 %.",
                "duties": "Answer in a day.",
                "completion_group_ids": [Command.link(cls.env.ref("sales_team.group_sale_salesman").id)],
                "completion_domain": "[('expected_revenue', '>', 0)]",
                "completion_message": "Enter the expected revenue.",
                "require_parameters": True,
                "require_documents": True,
                "require_activities": True,
                "require_products": True,
                "parameter_definition": [
                    {"name": "area", "type": "float", "string": "Area", "required": True, "suffix": "m²"},
                    {
                        "name": "kind",
                        "type": "selection",
                        "string": "Kind",
                        "selection": [["new", "New"], ["old", "Old"]],
                        "default": "new",
                    },
                    {"name": "partner", "type": "many2one", "string": "Fitter", "comodel": "res.partner"},
                ],
                "document_ids": [
                    Command.create({"name": "Offer", "required": True, "file": "QmxhbmM=", "file_name": "blank.txt"}),
                    Command.create({"name": "Sketch"}),
                ],
                "product_line_ids": [
                    Command.create({"product_id": cls.product.id, "quantity": 2.5, "price_unit": 99.9})
                ],
            }
        )

    def _import(self, content, user=None, company=None):
        wizard = (
            self.env["crm.project.template.import"]
            .with_user(user or self.manager)
            .create({"file": base64.b64encode(content), "company_id": company and company.id})
        )
        wizard.action_import()
        return wizard

    def _change(self, change):
        """Return the file of the template, changed by hand."""
        data = json.loads(self.template._get_file_content())
        change(data["templates"][0])
        return json.dumps(data).encode()

    def test_everything_comes_back(self):
        twin = self.template.copy({"name": "Short", "stage_ids": []})
        content = (self.template | twin)._get_file_content()
        wizard = self._import(content)
        self.assertFalse(wizard.warnings)
        imported = wizard.template_ids
        self.assertEqual(imported.mapped("name"), ["Equip", "Short"])
        self.assertEqual(imported._get_file_content(), content)
        offer = imported[0].stage_ids[1]
        self.assertNotEqual(offer, self.offer)
        own = {"id", "template_id", "company_id", "sequence", "predecessor_ids", *MAGIC_COLUMNS}
        fnames = [f for f, field in offer._fields.items() if field.store and f not in own and field.type != "one2many"]
        for fname in fnames:
            self.assertEqual(offer[fname], self.offer[fname], fname)
        self.assertEqual(offer.predecessor_ids, imported[0].stage_ids[0])
        self.assertEqual(offer.document_ids.mapped("file"), [b"QmxhbmM=", False])
        self.assertEqual(offer.product_line_ids.product_id, self.product)

    def test_what_is_not_here_is_listed(self):
        content = self.template._get_file_content()
        self.columns[1].name = "Offered"
        self.seller.login = "somebody.else"
        self.plan.name = "Call"
        self.hours.name = "Office"
        self.team.name = "Markets"
        self.product.default_code = "SW-6"
        content = content.replace(b"sales_team.group_sale_salesman", b"other.group").replace(b"res.partner", b"x.y")
        wizard = self._import(content)
        self.assertEqual(
            wizard.warnings.split("\n"),
            [
                "Equip: the working hours “Shop hours” was not found and is left out.",
                "Equip: the sales team “Shops” was not found and is left out.",
                "Offer: the pipeline column “Second” was not found and is left out.",
                "Offer: the user “seller” was not found and is left out.",
                "Offer: the activity plan “Visit” was not found and is left out.",
                "Offer: the group “other.group” does not exist here. Check who may complete this stage.",
                "Offer: the parameter “Fitter” is left out: there is no model “x.y” here.",
                "Offer: the product “SW-5” was not found and is left out.",
            ],
        )
        self.assertEqual(len(wizard.template_ids.stage_ids), 4)

    def test_bad_files(self):
        def shorten(data):
            data["stages"][0].pop("name")

        cases = {
            b"\xff\xfe": "It is no JSON",
            b"[" * 100_000: "It is no JSON",
            b"[]": "does not hold project templates",
            b'{"format": "other"}': "does not hold project templates",
            json.dumps({"format": FORMAT, "version": 2, "templates": []}).encode(): "It has version 2",
            json.dumps({"format": FORMAT, "version": 1}).encode(): "“templates” is missing",
            self._change(lambda d: d.update(colour="red")): "templates › 1: unknown key “colour”",
            self._change(shorten): "templates › 1 › stages › 1: “name” is missing",
            self._change(lambda d: d.update(name=7)): "name: must be of the type text",
            self._change(lambda d: d.update(name=" ")): "name: is empty",
            self._change(lambda d: d.update(name="a\0b")): "holds characters that no text can have",
            self._change(lambda d: d.update(stages={})): "stages: must be of the type list",
            self._change(lambda d: d["stages"][0].update(duration={"amount": 1, "unit": "months"})): (
                "stages › 1 › duration › unit: must be one of hours, days, weeks"
            ),
            self._change(lambda d: d["stages"][0].update(duration={"amount": -1, "unit": "days"})): "is negative",
            self._change(lambda d: d["stages"][0].update(duration={"amount": 1e9, "unit": "days"})): "is too long",
            self._change(lambda d: d["stages"][0].update(follows=["2"])): "stages wait for each other: Needs → Offer",
            self._change(lambda d: d["stages"][0].update(follows=["9"])): "there is no stage with the key “9”",
            self._change(lambda d: d["stages"][1].update(key="1")): "the key “1” comes more than once",
            self._change(lambda d: d["stages"][2].update(follows=[])): "is hard but follows no other stage",
            self._change(lambda d: d["stages"][1]["documents"][0].update(content="§")): "is no file in base 64",
            self._change(lambda d: d["stages"][0].update(condition="[('nothing', '=', 1)]")): (
                "Needs: the condition is no valid filter"
            ),
            self._change(lambda d: d["stages"][0].update(parameters=[{"name": "x"}])): (
                "Needs: the parameter “x” is not defined rightly"
            ),
            self._change(lambda d: d["stages"][0].update(parameters=[{"type": "char"}])): "is not defined rightly",
        }
        count = self.env["crm.project.template"].search_count([])
        for content, words in cases.items():
            with self.subTest(words=words), self.assertRaises(UserError) as caught, self.cr.savepoint():
                self._import(content)
            self.assertIn(words, str(caught.exception))
        self.assertEqual(self.env["crm.project.template"].search_count([]), count)

    def test_all_problems_at_once(self):
        def spoil(data):
            data["colour"] = "red"
            data["stages"][0].update(duration={"amount": -1, "unit": "days"}, follows=["2"])
            data["stages"][1].pop("name")

        with self.assertRaises(UserError) as caught:
            self._import(self._change(spoil))
        text = str(caught.exception)
        for words in ("colour", "is negative", "“name” is missing", "wait for each other"):
            self.assertIn(words, text)

    def test_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.team.company_id = self.env.company
        self.manager.company_ids += other
        wizard = self._import(self.template._get_file_content(), company=other)
        self.assertEqual(wizard.template_ids.company_id, other)
        self.assertFalse(wizard.template_ids.team_ids, "a team of another company is not taken")
        self.assertIn("the sales team “Shops” was not found", wizard.warnings)

    def test_managers_only(self):
        with self.assertRaises(AccessError):
            self._import(self.template._get_file_content(), user=self.leader)
        with self.assertRaises(AccessError):
            self.template.with_user(self.leader).action_export()

    def test_no_file(self):
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            self.env["crm.project.template.import"].create({}).action_import()


@tagged("post_install", "-at_install")
class TestTemplateDownload(HttpCase, ProjectCase):
    def test_download(self):
        url = (self.template | self.template.copy()).action_export()["url"]
        self.assertEqual(self.url_open(url, allow_redirects=False).status_code, 303, "not without a login")
        self.authenticate("seller", "seller")
        self.assertEqual(self.url_open(url).status_code, 404, "nor for sellers")
        self.authenticate("manager", "manager")
        response = self.url_open(url)
        self.assertEqual(len(response.json()["templates"]), 2)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertIn("Equip.json", self.url_open(self.template.action_export()["url"]).headers["Content-Disposition"])
        for nothing in ("x", "0", "999999999", "1,"):
            self.assertEqual(self.url_open(f"/crm_smarket/templates/{nothing}").status_code, 404)
