from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ProjectCase


@tagged("post_install", "-at_install")
class TestTemplate(ProjectCase):
    def _links(self, template):
        return {stage.name: stage.predecessor_ids.mapped("name") for stage in template.stage_ids}

    # ------------------------------------------------------------
    # the plan in days
    # ------------------------------------------------------------

    def test_closed_hours(self):
        """The diagram shades what the plan leaves out: nights and weekends of the chosen hours."""
        hours = self.env["resource.calendar"].create({"name": "Eight to five", "tz": "Europe/Warsaw"})
        hours.attendance_ids.unlink()
        hours.attendance_ids = [
            Command.create({"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 17}) for day in "01234"
        ]
        template = self.env["crm.project.template"]
        self.assertEqual(
            template.get_closed_hours(hours.id, 24 * 7 + 4),
            [[9, 24], [33, 48], [57, 72], [81, 96], [105, 168]],
        )
        hours.attendance_ids.unlink()
        self.assertEqual(template.get_closed_hours(hours.id, 100), [])

    def test_plan_in_hours_from_the_start(self):
        self.assertEqual(
            [(s.name, s.relative_start, s.relative_end) for s in self.template.stage_ids],
            [("Needs", 0, 48), ("Offer", 24, 96), ("Contract", 96, 120), ("Delivery", 144, 264)],
        )
        self.assertEqual(self.template.total_length, "11 d")

    def test_plan_follows_the_form_before_saving(self):
        with Form(self.template) as form:
            with form.stage_ids.edit(1) as line:
                line.duration = 10
            with form.stage_ids.edit(3) as line:
                self.assertEqual(line.relative_start, (1 + 10 + 1 + 1) * 24)
            self.assertEqual(self.delivery.relative_start, 144, "nothing is saved yet")
        self.assertEqual(self.delivery.relative_start, 312)

    def test_plan_in_working_hours_without_holidays(self):
        hours = self.env["resource.calendar"].create({"name": "Office", "tz": "UTC"})
        monday = self.env["crm.project.stage"]._get_planning_calendar(hours, self.env.company)
        self.env["resource.calendar.leaves"].create(
            {"calendar_id": hours.id, "date_from": "2000-01-01", "date_to": "2090-01-01"}
        )
        self.assertTrue(monday)
        self.template.resource_calendar_id = hours
        self.delivery.write({"duration": 8, "duration_unit": "hours"})
        self.assertEqual(self.needs.relative_end, 48)
        self.assertGreater(self.delivery.relative_end, 0)

    # ------------------------------------------------------------
    # lines
    # ------------------------------------------------------------

    def test_new_lines_follow_the_line_above(self):
        form = Form(self.env["crm.project.template"])
        form.name = "Pilot"
        for name in ("Visit", "Trial", "Report"):
            with form.stage_ids.new() as line:
                line.name = name
                line.duration = 2
                if name == "Report":
                    line.dependency_type = "hard"
        with form.stage_ids.edit(2) as line:
            self.assertEqual(line.predecessor_hint, "Trial")
            self.assertEqual(line.relative_start, 48)
        self.assertEqual(form.total_length, "4 d", "planned before anything is saved")
        template = form.save()
        self.assertEqual(self._links(template), {"Visit": [], "Trial": ["Visit"], "Report": ["Trial"]})
        with Form(template) as form, form.stage_ids.new() as line:
            line.name = "Decision"
        self.assertEqual(self._links(template)["Decision"], ["Report"])

    def test_calls_link_nothing_by_themselves(self):
        stage = self.env["crm.project.template.stage"].create({"template_id": self.template.id, "name": "Alone"})
        self.assertFalse(stage.predecessor_ids)

    def test_removing_an_unused_line_closes_the_gap(self):
        with Form(self.template) as form:
            form.stage_ids.remove(2)
        self.assertFalse(self.contract.exists())
        self.assertEqual(self.delivery.predecessor_ids, self.offer)

    def test_removing_a_used_line_archives_it(self):
        lead = self._create_lead()
        with Form(self.template) as form:
            form.stage_ids.remove(2)
        self.assertFalse(self.contract.active)
        self.assertEqual(self.delivery.predecessor_ids, self.offer)
        self.assertEqual(len(lead.project_stage_ids), 4, "running projects keep the stage")
        self.assertEqual(len(self._create_lead().project_stage_ids), 3, "new ones leave it out")
        self.assertEqual(self.template.archived_stage_count, 1)
        self.assertEqual(
            self.env["crm.project.template.stage"].search(self.template.action_view_archived_stages()["domain"]),
            self.contract,
        )

    def test_a_hard_stage_with_nothing_left_to_follow_becomes_soft(self):
        (self.needs | self.offer).unlink()
        self.assertEqual(self.contract.dependency_type, "soft")
        self.assertFalse(self.contract.predecessor_ids)

    # ------------------------------------------------------------
    # refusals, each by every way in
    # ------------------------------------------------------------

    def _assert_refused(self, stage, vals, words):
        """The values are refused by RPC (write, create) and import, naming stage and remedy."""
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            stage.write(vals)
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            stage.create({"name": stage.name, "template_id": self.template.id, **vals})

    def _import(self, fnames, *rows):
        result = self.env["crm.project.template.stage"].load(list(fnames), [list(row) for row in rows])
        return [message["message"] for message in result["messages"]]

    def test_times(self):
        cases = [
            ({"duration": -1}, "Duration of the stage “Needs” is negative"),
            ({"offset": -1}, "Offset of the stage “Needs” is negative"),
            ({"lag": -0.5}, "Lag of the stage “Needs” is negative"),
            ({"duration": float("nan")}, "Duration of the stage “Needs” is no number"),
            ({"offset": float("inf")}, "Offset of the stage “Needs” is longer than ten years"),
            ({"duration": 600, "duration_unit": "weeks"}, "Duration of the stage “Needs” is longer than ten years"),
        ]
        for vals, words in cases:
            with self.subTest(**vals):
                self._assert_refused(self.needs, vals, words)
        for text in ("-1", "nan", "inf", "1e300"):
            with self.subTest(imported=text):
                messages = self._import(
                    ("template_id/.id", "name", "duration"), (str(self.template.id), "Imported", text)
                )
                self.assertRegex(messages[0], "Duration of the stage “Imported”")
        form = Form(self.template)
        with form.stage_ids.edit(0) as line:
            line.duration = -3
        with self.assertRaisesRegex(ValidationError, "Duration of the stage “Needs” is negative"):
            form.save()

    def test_circle(self):
        words = "circle: Needs → Offer → Contract → Needs"
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self.needs.predecessor_ids = self.contract
        with self.assertRaisesRegex(ValidationError, "circle: Needs → Needs"), self.cr.savepoint():
            self.needs.predecessor_ids = self.needs
        messages = self._import((".id", "predecessor_ids/.id"), (str(self.needs.id), str(self.contract.id)))
        self.assertRegex(messages[0], words)

    def test_foreign_predecessor(self):
        other = self.template.copy({"name": "Other"})
        words = "“Needs” follows “Delivery”, which belongs to the template “Other”"
        self._assert_refused(self.needs, {"predecessor_ids": [Command.link(other.stage_ids[3].id)]}, words)
        with self.assertRaisesRegex(ValidationError, "“Offer” follows “Needs”, which belongs to the template “Equip”"):
            self.offer.template_id = other

    def test_hard_without_predecessor(self):
        self._assert_refused(self.needs, {"dependency_type": "hard"}, "“Needs” is hard but follows no other stage")
        with self.assertRaisesRegex(ValidationError, "hard but follows no other"), self.cr.savepoint():
            self.contract.predecessor_ids = False
        messages = self._import(
            ("template_id/.id", "name", "dependency_type"), (str(self.template.id), "Imported", "hard")
        )
        self.assertRegex(messages[0], "“Imported” is hard but follows no other stage")

    def test_condition_that_is_no_filter(self):
        for text in (
            "[('expected_revenue', '>', 0)",  # no end
            "expected_revenue > 0",
            "[('no_such_field', '=', 1)]",
            "[('user_id', '=', uid)]",
            "[('partner_id.no_such_field', '=', 1)]",
            "[('name', 'equals', 'x')]",
            "[('date_deadline', '<', 'some day')]",
            "7",
            "{'a': 1}",
            "(" * 500,
            "__import__('os')",
        ):
            with self.subTest(text=text):
                self._assert_refused(
                    self.needs, {"completion_domain": text}, "condition of the stage “Needs” is no valid filter"
                )
        self.needs.completion_domain = " [('date_deadline', '<', 'today +7d'), ('partner_id.name', 'ilike', 'x')] "

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.env.company.id})
        with self.assertRaisesRegex(ValidationError, "belongs to .*, but “Theirs” to Elsewhere"):
            self.template.write(
                {
                    "company_id": self.env.company.id,
                    "team_ids": [Command.create({"name": "Theirs", "company_id": other.id})],
                }
            )
        self.template.team_ids = False
        self.template.company_id = self.env.company
        with self.assertRaisesRegex(ValidationError, "but “A new shop” to Elsewhere. Choose a template of Elsewhere"):
            self._create_lead(company_id=other.id, team_id=False, user_id=False)
        self.assertTrue(self._create_lead(company_id=branch.id, team_id=False, user_id=False).project_stage_ids)

    # ------------------------------------------------------------
    # duplicate, archive, delete
    # ------------------------------------------------------------

    def test_duplicate(self):
        product = self.env["product.product"].create({"name": "Scale"})
        self.offer.write(
            {
                "document_ids": [Command.create({"name": "Offer", "file": "QmxhbmM=", "file_name": "offer.txt"})],
                "product_line_ids": [Command.create({"product_id": product.id, "quantity": 3, "price_unit": 7})],
                "parameter_definition": [{"name": "area", "type": "float", "string": "Area", "required": True}],
            }
        )
        twin = self.template.copy()
        self.assertEqual(twin.name, "Equip (copy)")
        self.assertEqual(self._links(twin), self._links(self.template))
        self.assertFalse(twin.stage_ids.predecessor_ids & self.template.stage_ids)
        self.assertEqual(twin.stage_ids.mapped("dependency_type"), ["soft", "soft", "hard", "hard"])
        offer = twin.stage_ids[1]
        self.assertEqual((offer.document_ids.file, offer.document_ids.file_name), (b"QmxhbmM=", "offer.txt"))
        self.assertEqual(
            (offer.product_line_ids.product_id, offer.product_line_ids.quantity, offer.product_line_ids.price_unit),
            (product, 3, 7),
        )
        self.assertTrue(offer.parameter_definition[0]["required"])

    def test_archived_templates_are_not_offered(self):
        self.team.project_template_id = self.template
        lead = self._create_lead()
        self.template.active = False
        self.assertFalse(self.env["crm.project.template"].name_search("Equip"))
        lead.project_stage_ids[0].action_start()
        self.assertEqual(lead.project_current_stage_id.name, "Needs", "running projects go on")
        self.assertFalse(
            self.env["crm.lead"].create({"name": "New", "team_id": self.team.id}).project_stage_ids,
            "nor does the team give it to new deals",
        )

    def test_deleting_what_is_in_use_is_refused(self):
        lead = self._create_lead()
        with self.assertRaisesRegex(UserError, "cannot be deleted: “Equip”. Archive them"):
            self.template.unlink()
        with self.assertRaisesRegex(UserError, "cannot be deleted: “Needs”. Archive them"):
            self.needs.unlink()
        lead.action_set_lost()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.template.unlink()
        lead.unlink()
        self.template.unlink()
        self.assertFalse(self.needs.exists())

    def test_team_default(self):
        self.team.project_template_id = self.template
        form = Form(self.env["crm.lead"].with_context(default_type="opportunity"))
        form.name = "New"
        form.team_id = self.team
        self.assertEqual(form.project_template_id, self.template)
        lead = form.save()
        self.assertEqual(len(lead.project_stage_ids), 4)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.template.company_id = other
        self.assertFalse(
            self.env["crm.lead"]
            .create({"name": "New", "team_id": self.team.id, "company_id": self.env.company.id})
            .project_stage_ids,
            "not the template of another company",
        )
        self.assertEqual(lead.project_date_end - lead.project_date_start, timedelta(days=11))

    # ------------------------------------------------------------
    # parameters
    # ------------------------------------------------------------

    def test_mandatory_mark_survives_every_way_of_defining(self):
        with Form(self.needs) as form:
            form.parameter_definition = [{"name": "area", "type": "float", "string": "Area", "required": True}]
        self.assertTrue(self.needs.has_parameters)
        lead = self._create_lead()
        stage = self._stage(lead, "Needs")
        stage.with_user(self.seller).parameters = {"area": 12.5}
        self.assertTrue(self.needs.parameter_definition[0]["required"])
        # as the web client sends it when a manager defines parameters on a project stage
        stage.with_user(self.manager).write(
            {
                "parameters": [
                    {"name": "area", "type": "float", "string": "Area", "required": True, "value": 12.5},
                    {
                        "name": "kind",
                        "type": "char",
                        "string": "Kind",
                        "required": True,
                        "value": False,
                        "definition_changed": True,
                    },
                ]
            }
        )
        self.assertEqual([p["required"] for p in self.needs.parameter_definition], [True, True])
        self.needs.require_parameters = True
        self.assertEqual([miss["message"] for miss in stage._get_gate_misses()], ["The parameter “Kind” has no value."])

    def test_sellers_define_nothing(self):
        self.needs.parameter_definition = [{"name": "area", "type": "float", "string": "Area", "required": True}]
        stage = self._stage(self._create_lead(), "Needs").with_user(self.seller)
        with self.assertRaises(AccessError):
            stage.parameters = [{"name": "area", "type": "float", "string": "A", "definition_changed": True}]
        with self.assertRaises(AccessError):
            stage.template_stage_id.parameter_definition = []
