import json

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestRights(ProjectCase):
    """Whoever may not see an opportunity sees nothing of its project; whoever may change it changes all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.needs.write(
            {
                "document_ids": [(0, 0, {"name": "Plan", "file": "JVBERg=="})],
                "product_line_ids": [
                    (0, 0, {"product_id": cls.env["product.product"].create({"name": "Scale"}).id, "price_unit": 5})
                ],
            }
        )
        cls.lead = cls._create_lead()
        cls.stage = cls.lead.project_stage_ids[0]
        cls.stage.document_ids.attachment_ids = cls.env["ir.attachment"].create({"name": "scan", "raw": b"x"})
        cls.own_rules = (
            cls.env["crm.project.stage"].create({"lead_id": cls.lead.id, "name": "By hand"}).template_stage_id
        )
        cls.env.flush_all()
        cls.parts = {
            "stage": cls.stage,
            "document": cls.stage.document_ids,
            "product": cls.stage.product_line_ids,
            "history": cls.lead.project_transition_ids[:1],
            "file": cls.stage.document_ids.attachment_ids,
            "blank": cls.stage.document_ids.template_attachment_id,
            "rules of its own": cls.own_rules,
            "template of its own": cls.own_rules.template_id,
        }
        cls.templates = {
            "template": cls.template,
            "template stage": cls.needs,
            "template document": cls.needs.document_ids,
            "template product": cls.needs.product_line_ids,
        }
        cls.users = {
            "seller": cls.seller,
            "other seller": cls.other,
            "leader": cls.leader,
            "manager": cls.manager,
            "employee": new_test_user(cls.env, "employee", groups="base.group_user"),
            "portal": new_test_user(cls.env, "portal", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }

    def _rights(self, record, user):
        """Return the letters of what the user may do: read, write, create, unlink."""
        record = record.with_user(user)
        return "".join(mode[0] for mode in ("read", "write", "create", "unlink") if record.has_access(mode))

    def test_matrix(self):
        nothing = dict.fromkeys([*self.parts, *self.templates], "")
        project = dict.fromkeys(self.parts, "rwcu") | {
            "history": "r",
            "rules of its own": "r",
            "template of its own": "r",
        }
        templates = dict.fromkeys(self.templates, "r")
        seller = project | templates
        manager = dict.fromkeys(seller, "rwcu") | {"history": "r"}
        expected = {
            "seller": seller,
            "other seller": nothing | templates,
            "leader": seller,
            "manager": manager,
            "employee": nothing,
            "portal": nothing,
            "public": nothing,
        }
        for name, user in self.users.items():
            found = {part: self._rights(record, user) for part, record in (self.parts | self.templates).items()}
            self.assertEqual(found, expected[name], name)

    def test_reading_in_every_way(self):
        """Search, count, group, name search, export and fields of the deal show nothing to strangers."""
        for name, user in self.users.items():
            if user._is_internal():
                user.group_ids = [(4, self.env.ref("base.group_allow_export").id)]
            for part, record in self.parts.items():
                record = record.with_user(user)
                may = name in ("seller", "leader", "manager")
                domain = [("id", "=", record.id)]
                ways = {
                    "search": lambda r=record, d=domain: r.search(d),
                    "search_count": lambda r=record, d=domain: r.search_count(d),
                    "_read_group": lambda r=record, d=domain: r._read_group(d, [], ["__count"])[0][0],
                    "formatted_read_group": lambda r=record, d=domain: r.formatted_read_group(d, [], ["__count"])[0][
                        "__count"
                    ],
                    "name_search": lambda r=record, d=domain: r.name_search("", d),
                    "export": lambda r=record: r.export_data(["display_name"])["datas"],
                    "web_read": lambda r=record: r.web_read({"display_name": {}}),
                    "web_search_read": lambda r=record, d=domain: r.web_search_read(d, {"display_name": {}})["length"],
                    "read": lambda r=record: r.read(["display_name"]),
                }
                for way, call in ways.items():
                    with self.subTest(user=name, part=part, way=way):
                        try:
                            seen = bool(call())
                        except UserError:
                            seen = False
                        self.assertEqual(seen, may)

    def test_by_way_of_the_deal(self):
        """Fields of the deal, domains on it and lists of many deals give nothing away."""
        mine = self._create_lead(user_id=self.other.id, name="Mine")
        both = (self.lead | mine).with_user(self.other)
        self.assertEqual(both.search([("project_stage_ids.name", "=", "Needs")]) & both, mine)
        self.assertEqual(both.search([("is_project_late", "=", False)]) & both, mine)
        self.assertEqual(mine.with_user(self.other).project_stage_ids.lead_id, mine)
        for call in (
            lambda: both.mapped("project_stage_ids.name"),
            lambda: both.read(["project_progress"]),
            lambda: both[0].project_document_ids,
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                call()
        stages = self.env["crm.project.stage"].with_user(self.other)
        self.assertEqual(stages.search([]).lead_id & (self.lead | mine), mine)
        groups = stages._read_group([], ["lead_id"], ["__count"])
        self.assertNotIn(self.lead.id, [lead.id for lead, _count in groups])

    def test_lost_deals(self):
        """The project of a lost deal stays in sight of those who see the deal."""
        self.lead.action_set_lost()
        self.env.invalidate_all()
        stages = self.env["crm.project.stage"]
        self.assertEqual(len(stages.with_user(self.seller).search([("lead_id", "=", self.lead.id)])), 5)
        self.assertFalse(stages.with_user(self.other).search([("lead_id", "=", self.lead.id)]))
        self.assertTrue(self.stage.with_user(self.seller).has_access("write"))

    def test_calls_by_name(self):
        """Methods that may be called from outside look for themselves whether they may."""
        stage, lead = self.stage.with_user(self.other), self.lead.with_user(self.other)
        dialog = self.env["crm.project.reason"].with_user(self.other)
        calls = {
            "start": stage.action_start,
            "complete": stage.action_complete,
            "skip": lambda: stage.action_skip("Why"),
            "reopen": stage.action_reopen,
            "baseline": stage.action_rebaseline,
            "preview": lambda: stage.preview_move("2026-03-10 09:00:00"),
            "shading": lambda: lead.get_project_closed_intervals(lead.ids, "2026-03-01", "2026-03-10"),
            "outlook": lambda: lead.get_project_outlook("2026-03-01", "2026-03-10"),
            "state": lambda: stage.write({"state": "done"}),
            "date": lambda: stage.write({"date_start": "2026-03-10 09:00:00"}),
            "date as it is": lambda: stage.write({"date_start": stage.sudo().date_start}),
            "new stage": lambda: stage.create({"lead_id": lead.id, "name": "Mine"}),
            "remove": stage.unlink,
            "template": lambda: lead.write({"project_template_id": False}),
            "document": lambda: stage.document_ids.create({"stage_id": stage.id, "name": "Mine"}),
            "dialog": lambda: dialog.create({"stage_ids": [(4, stage.id)], "purpose": "complete"}).gate_misses,
            "dialog's button": lambda: dialog.create(
                {"stage_ids": [(4, stage.id)], "purpose": "skip", "reason": "Why"}
            ).action_confirm(),
            "choosing a template": lambda: (
                self.env["crm.project.template.assign"]
                .with_user(self.other)
                .create({"lead_ids": [(6, 0, lead.ids)], "template_id": self.template.id})
                .action_confirm()
            ),
        }
        for name, call in calls.items():
            with self.subTest(name), self.assertRaises(AccessError):
                call()
        self.assertEqual(self.stage.state, "not_started")

    def test_rules_of_another_deal(self):
        """A stage made by hand has rules that no other deal may follow, nor read through them."""
        mine = self._create_lead(user_id=self.other.id).with_user(self.other)
        with self.assertRaises(AccessError):
            mine.project_stage_ids.create({"lead_id": mine.id, "template_stage_id": self.own_rules.id, "name": "x"})
        with self.assertRaises(AccessError):
            mine.project_template_id = self.own_rules.template_id.id
        second = self._create_lead().with_user(self.seller)
        with self.assertRefused("which are its own"):
            second.project_stage_ids.create({"lead_id": second.id, "template_stage_id": self.own_rules.id, "name": "x"})
        for deal in (second, second.sudo()):
            with self.assertRefused("has of its own. Choose another template"):
                deal.project_template_id = self.own_rules.template_id.id

    def test_files_of_others(self):
        """Nobody gets at a file by assigning it to a document of a deal of theirs."""
        mine = self._create_lead(user_id=self.other.id).with_user(self.other)
        document = mine.project_document_ids.create({"lead_id": mine.id, "name": "Mine"})
        file = self.stage.document_ids.attachment_ids
        with self.assertRaises(AccessError):
            document.attachment_ids = [(4, file.id)]
            self.env.flush_all()
        self.assertEqual(file.res_id, self.lead.id)

    def test_seller_gives_the_deal_away(self):
        self.lead.with_user(self.seller).write({"user_id": self.other.id})
        self.assertFalse(self.stage.with_user(self.seller).has_access("read"))
        self.assertEqual(self.stage.user_ids, self.other)
        self.stage.with_user(self.other).action_start()

    def test_rights_cost_no_query(self):
        stages = self.env["crm.project.stage"].with_user(self.seller)
        stages.search([("lead_id", "=", self.lead.id)])
        with self.assertQueryCount(1):
            stages.search([("lead_id", "=", self.lead.id)])


@tagged("post_install", "-at_install")
class TestRightsOverHttp(HttpCase):
    """Private methods stay private, and internal tokens cannot be sent."""

    def test_remote_calls(self):
        self.authenticate("admin", "admin")
        lead = self.env["crm.lead"].create({"name": "Shop", "type": "opportunity"})
        stage = self.env["crm.project.stage"].create({"lead_id": lead.id, "name": "By hand"})
        stage.template_stage_id.require_products = True
        for method, args in (
            ("_store", [{"state": "done"}]),
            ("_set_state", ["done"]),
            ("_start", []),
            ("write", [{"state": "done"}, {"context": {"project_store": "x"}}]),
        ):
            with self.subTest(method):
                kwargs = args.pop() if len(args) > 1 else {}
                body = {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {"model": stage._name, "method": method, "args": [stage.ids, *args], "kwargs": kwargs},
                }
                answer = self.url_open(
                    f"/web/dataset/call_kw/{stage._name}/{method}",
                    data=json.dumps(body),
                    headers={"Content-Type": "application/json"},
                ).json()
                self.assertIn("error", answer)
                stage.invalidate_recordset()
                self.assertEqual(stage.state, "not_started")
