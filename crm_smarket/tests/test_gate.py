from freezegun import freeze_time

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from ..models.crm_project_batch import use_pass, with_pass
from .common import NOW, ProjectCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestGate(ProjectCase):
    """What must hold before a stage may be completed, on every way in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.needs.require_products = True  # the gate is closed unless a test opens it
        cls.lead = cls._create_lead()
        cls.stage = cls.lead.project_stage_ids[0].with_user(cls.seller)

    def _misses(self, stage=None):
        return [(miss["kind"], miss["message"]) for miss in (stage or self.stage)._get_gate_misses()]

    def _add_product(self, stage, quantity=1, price=10):
        product = self.env["product.product"].create({"name": "Scale"})
        return self.env["crm.project.product.line"].create(
            {"stage_id": stage.id, "product_id": product.id, "quantity": quantity, "price_unit": price}
        )

    # ------------------------------------------------------------
    # every way in
    # ------------------------------------------------------------

    def test_every_way_in(self):
        lead, stage = self.lead.with_user(self.seller), self.stage
        won = self.columns[3].id
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "needs", "model": stage._name, "res_id": stage.id}
        )
        ways = {
            "button": stage.action_complete,
            "write": lambda: stage.write({"state": "done"}),
            "write together with dates": lambda: stage.write({"state": "done", "date_end": NOW}),
            "list in the form": lambda: lead.write({"project_stage_ids": [(1, stage.id, {"state": "done"})]}),
            "sudo": lambda: stage.sudo().write({"state": "done"}),
            "superuser": lambda: stage.with_user(1).action_complete(),
            "administrator": lambda: stage.with_user(self.manager).action_complete(),
            "create": lambda: stage.create({"lead_id": lead.id, "template_stage_id": self.needs.id, "state": "done"}),
            "create with the deal": lambda: lead.create(
                {
                    "name": "Another",
                    "user_id": self.seller.id,
                    "project_stage_ids": [(0, 0, {"template_stage_id": self.needs.id, "state": "done"})],
                }
            ),
            "several": lambda: lead.project_stage_ids.write({"state": "done"}),
            "column": lambda: lead.write({"stage_id": self.columns[1].id}),
            "column by sudo": lambda: lead.sudo().write({"stage_id": self.columns[1].id}),
            "Won by column": lambda: lead.write({"stage_id": won}),
            "Won by button": lead.action_set_won,
            "Won by button with rainbow": lead.action_set_won_rainbowman,
            "context from outside": lambda: stage.with_context(
                project_store=True, project_columns=True, project_batch=True, project_history=True
            ).write({"state": "done"}),
            "column with context from outside": lambda: lead.with_context(
                project_columns="merge", project_store=1
            ).write({"stage_id": won}),
        }
        for name, way in ways.items():
            with self.subTest(name), self.assertRefused("There is no product yet", RedirectWarning):
                way()
            self.env.invalidate_all()
            self.assertEqual((stage.state, lead.stage_id), ("not_started", self.columns[0]), name)
        self._add_product(stage)
        stage.action_complete()
        self.assertEqual(stage.state, "done")

    def test_import_says_it_in_words(self):
        self.env["ir.model.data"].create(
            [
                {"module": "__import__", "name": "needs", "model": "crm.project.stage", "res_id": self.stage.id},
                {"module": "__import__", "name": "shop", "model": "crm.lead", "res_id": self.lead.id},
            ]
        )
        for model, fields, row in (
            ("crm.project.stage", ["id", "state"], ["__import__.needs", "Done"]),
            ("crm.lead", ["id", "stage_id/.id"], ["__import__.shop", str(self.columns[2].id)]),
        ):
            with self.subTest(model):
                result = self.env[model].with_user(self.seller).load(fields, [row])
                self.assertFalse(result["ids"])
                messages = [message["message"] for message in result["messages"]]
                self.assertEqual(len(messages), 1)
                self.assertRegex(messages[0], "^“Needs” of “A new shop” cannot be completed yet:\n  • There is no prod")
                self.assertEqual(self.stage.state, "not_started")

    def test_a_pass_lets_one_write_through(self):
        """What that write sets off goes through the gate like everybody else."""
        stage = with_pass(self.stage, "project_store")
        self.assertTrue(use_pass(stage, "project_store"))
        with self.assertRaises(RedirectWarning):
            stage.write({"state": "done"})

    def test_nothing_half_done(self):
        """All that is missing on all stages, and none of them is completed."""
        self.offer.completion_domain = "[('expected_revenue', '>', 100)]"
        self.offer.completion_message = "Agree on the revenue first."
        second = self._create_lead(name="Second shop")
        self._add_product(second.project_stage_ids[0])
        stages = (self.lead | second).project_stage_ids.filtered(lambda s: s.name in ("Needs", "Offer"))
        with self.assertRaises(RedirectWarning) as caught:
            stages.with_user(self.seller).action_complete()
        self.assertEqual(
            caught.exception.args[0],
            "“Needs” of “A new shop” cannot be completed yet:\n"
            "  • There is no product yet: add one with quantity and price.\n\n"
            "“Offer” of “A new shop” cannot be completed yet:\n"
            "  • Agree on the revenue first.\n\n"
            "“Offer” of “Second shop” cannot be completed yet:\n"
            "  • Agree on the revenue first.",
        )
        self.env.invalidate_all()
        self.assertEqual(set(stages.mapped("state")), {"not_started"})

    # ------------------------------------------------------------
    # against the gate
    # ------------------------------------------------------------

    def test_against_the_gate(self):
        with self.assertRefused("leader of the sales team", AccessError):
            self.stage.action_complete("I know better")
        with self.assertRaises(RedirectWarning):
            self.stage.with_user(self.leader).action_complete("   ")
        self.stage.with_user(self.leader).action_complete("They buy next year")
        self.assertEqual((self.stage.state, self.stage.reason), ("done", "They buy next year"))
        message = self.lead.message_ids[0]
        self.assertIn("They buy next year", message.body)
        self.assertIn("There is no product yet", message.body)
        self.assertEqual(message.author_id, self.leader.partner_id)

    def test_open_gate_with_a_reason_logs_nothing(self):
        self._add_product(self.stage)
        before = len(self.lead.message_ids)
        self.stage.action_complete("A reason nobody asked for")
        self.assertEqual((len(self.lead.message_ids), self.stage.reason), (before, False))

    def test_the_dialog(self):
        with self.assertRaises(RedirectWarning) as caught:
            self.stage.action_complete()
        action = caught.exception.args[1]
        dialog = self.env[action["res_model"]].with_context(**action["context"])
        wizard = dialog.with_user(self.seller).create({"reason": "Trust me"})
        self.assertIn("There is no product yet", wizard.gate_misses[0]["misses"][0]["message"])
        self.assertFalse(wizard.is_manager)
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        dialog.with_user(self.leader).create({"reason": "They are regulars"}).action_confirm()
        self.assertEqual(self.stage.state, "done")
        with self.assertRaises(AccessError):
            dialog.with_user(self.other).create({"reason": "Curious"}).gate_misses  # noqa: B018

    # ------------------------------------------------------------
    # what a gate asks for
    # ------------------------------------------------------------

    def test_rules_hold_at_once(self):
        self.needs.require_products = False
        self.assertFalse(self._misses())
        self.needs.require_products = True
        self.assertEqual(len(self._misses()), 1)

    def test_products(self):
        line = self._add_product(self.stage, quantity=0)
        self.assertEqual(self._misses(), [("products", "The product “Scale” has no quantity or no price.")])
        line.write({"quantity": 2, "price_unit": 0})
        self.assertEqual(len(self._misses()), 1)
        line.price_unit = 3
        self.assertFalse(self._misses())

    def test_groups(self):
        self.needs.write(
            {"require_products": False, "completion_group_ids": [(4, self.env.ref("base.group_erp_manager").id)]}
        )
        with self.assertRefused("Only members of .*Access Rights", RedirectWarning):
            self.stage.action_complete()
        with self.assertRefused("Only members of", RedirectWarning):
            self.stage.sudo().action_complete()
        self.seller.group_ids = [(4, self.env.ref("base.group_erp_manager").id)]
        self.stage.action_complete()

    def test_condition(self):
        """Values that are written along with the column satisfy its stages' conditions."""
        self.needs.write({"require_products": False, "completion_domain": "[('expected_revenue', '>', 100)]"})
        with self.assertRefused("does not meet the condition", RedirectWarning):
            self.stage.action_complete()
        self.lead.with_user(self.seller).write({"stage_id": self.columns[1].id, "expected_revenue": 500})
        self.assertEqual(self.stage.state, "done")

    def test_documents(self):
        self.needs.write({"require_products": False, "require_documents": True})
        first, second, extra = self.env["crm.project.document"].create(
            [
                {"stage_id": self.stage.id, "name": "Signed specification", "required": True},
                {"stage_id": self.stage.id, "name": "Floor plan", "required": True},
                {"stage_id": self.stage.id, "name": "Photos"},
            ]
        )
        file = self.env["ir.attachment"].create({"name": "scan.pdf", "raw": b"%PDF"})
        extra.attachment_ids = file
        self.assertEqual(
            self._misses(),
            [
                ("documents", "The document “Signed specification” has no file."),
                ("documents", "The document “Floor plan” has no file."),
            ],
        )
        first.attachment_ids = file.copy()
        second.attachment_ids = file.copy()
        self.stage.action_complete()

    def test_activities(self):
        todo = self.env.ref("mail.mail_activity_data_todo")
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "Find out",
                "res_model": "crm.lead",
                "template_ids": [(0, 0, {"activity_type_id": todo.id, "summary": name}) for name in ("Call", "Visit")],
            }
        )
        self.needs.write(
            {
                "require_products": False,
                "require_activities": True,
                "activity_plan_id": plan.id,
                "user_ids": [(6, 0, [self.leader.id])],
                "with_salesperson": True,
            }
        )
        stage = self._create_lead().project_stage_ids[0].with_user(self.seller)
        missing = [
            ("activities", "The activity “Call” is not done."),
            ("activities", "The activity “Visit” is not done."),
        ]
        self.assertEqual(self._misses(stage), missing)
        stage.action_start()
        calls = stage.activity_ids.filtered(lambda a: a.summary == "Call")
        self.assertEqual(len(calls), 2, "one for each manager")
        calls[0].action_done()
        self.assertEqual(self._misses(stage), missing, "the other manager's is open")
        calls[1].action_done()
        self.assertEqual(self._misses(stage), missing[1:])
        stage.activity_ids.filtered(lambda a: a.summary == "Visit").unlink()
        self.assertEqual(self._misses(stage), missing[1:], "called off is not done")
        stage.lead_id.activity_schedule(
            activity_type_id=todo.id, summary="Visit", user_id=self.seller.id, project_stage_id=stage.id
        ).action_done()
        self.assertFalse(self._misses(stage), "planned anew by hand, and done")
        stage.action_complete()

    def test_parameters(self):
        self.needs.write(
            {
                "require_products": False,
                "require_parameters": True,
                "parameter_definition": [
                    {"name": "a1", "string": "Area", "type": "integer", "required": True},
                    {"name": "a2", "string": "Address", "type": "char", "required": True},
                    {"name": "a3", "string": "Lift", "type": "boolean", "required": True},
                    {"name": "a4", "string": "Colour", "type": "char"},
                    {
                        "name": "a5",
                        "string": "Kind",
                        "type": "selection",
                        "selection": [["x", "Shop"], ["y", "Kiosk"]],
                        "required": True,
                    },
                    {"name": "a6", "string": "Tags", "type": "tags", "tags": [["t", "T", 1]], "required": True},
                ],
            }
        )
        stage = self._create_lead().project_stage_ids[0].with_user(self.seller)
        self.assertEqual(
            [message for _kind, message in self._misses(stage)],
            [f"The parameter “{name}” has no value." for name in ("Area", "Address", "Kind", "Tags")],
        )
        stage.parameters = {"a1": 0, "a2": "Lenina 1", "a5": "x", "a6": ["t"]}
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._misses(stage), "nought is a value")
        stage.action_complete()

    def test_misses_go_with_the_stage(self):
        self.assertIn("There is no product yet", self.stage.gate_text)
        self._add_product(self.stage)
        self.stage.action_complete()
        self.env.invalidate_all()
        self.assertFalse(self.stage.gate_text)
        with self.assertRaises(UserError):
            self.stage.write({"gate_text": "", "state": "not_started"})
