from odoo.tests import TransactionCase, tagged

from ..hooks import uninstall_hook


@tagged("post_install", "-at_install")
class TestUninstall(TransactionCase):
    """What people made with our models, fields and views goes with us; the rest stays."""

    def test_favourites(self):
        filters = self.env["ir.filters"].create(
            [
                {"name": "On a model of ours", "model_id": "crm.project.stage", "user_ids": []},
                {"name": "On a field", "model_id": "crm.lead", "domain": "[('project_progress', '>', 5)]"},
                {"name": "Grouped", "model_id": "crm.lead", "context": "{'group_by': ['project_template_id']}"},
                {"name": "Not ours", "model_id": "crm.lead", "domain": "[('name', '=', 'my_project_progress')]"},
            ]
        )
        uninstall_hook(self.env)
        self.assertEqual(filters.exists().mapped("name"), ["Not ours"])

    def test_activities(self):
        """What people have to do for a lead stays, as a to-do; what they had to do for a form goes with it."""
        lead = self.env["crm.lead"].create({"name": "A shop"})
        answer = lead.activity_schedule("crm_smarket.mail_activity_type_answer", user_id=self.env.uid)
        form = self.env["crm.web.form"].create({"name": "Inquiry"})
        failure = form.activity_schedule("crm_smarket.mail_activity_type_failure", user_id=self.env.uid)
        uninstall_hook(self.env)
        self.assertEqual(answer.activity_type_id, self.env.ref("mail.mail_activity_data_todo"))
        self.assertFalse(failure.exists())

    def test_actions_and_export_lists(self):
        actions = self.env["ir.actions.act_window"].create(
            [
                {"name": "Ours", "res_model": "crm.project.stage", "view_mode": "list"},
                {"name": "Mixed", "res_model": "crm.lead", "view_mode": "smarket_plan,list,form"},
                {"name": "Only", "res_model": "crm.lead", "view_mode": "smarket_plan"},
            ]
        )
        exports = self.env["ir.exports"].create(
            [{"name": "Ours", "resource": "crm.project.stage"}, {"name": "Core", "resource": "crm.lead"}]
        )
        own = self.env.ref("crm_smarket.crm_project_stage_action")
        uninstall_hook(self.env)
        self.assertEqual(actions.exists().mapped("view_mode"), ["list,form", "list"])
        self.assertEqual(exports.exists().mapped("name"), ["Core"])
        self.assertTrue(own.exists(), "core removes our own records itself")
