from odoo import api, models

from ..tools.template_file import dump

# Where a default value names a record, which has another number in another database.
RELATIONAL = ("many2one", "many2many")


class CrmProjectTemplate(models.Model):
    """Templates as one file, for another database."""

    _inherit = "crm.project.template"

    def action_export(self):
        """Download these templates as one file."""
        self._check_export()
        ids = ",".join(str(template_id) for template_id in self.ids)
        return {"type": "ir.actions.act_url", "url": f"/crm_smarket/templates/{ids}", "target": "self"}

    def _check_export(self):
        """Raise unless the user manages these templates."""
        self.check_access("write")

    def _get_file_content(self):
        """Return the content of a file with these templates; archived stages stay out of it."""
        return dump(
            [
                {
                    "name": template.name,
                    "description": template.description or "",
                    "columns_follow_stages": template.columns_follow_stages,
                    "working_hours": template.resource_calendar_id.name or "",
                    "teams": template.team_ids.mapped("name"),
                    "stages": template.stage_ids._get_file_data(),
                }
                for template in self.with_context(active_test=True)
            ]
        )

    def _get_file_name(self):
        """Return the name of a file with these templates."""
        name = self.name if len(self) == 1 else self.env._("Project templates")
        return f"{name}.json"


class CrmProjectTemplateStage(models.Model):
    """Template stages as they stand in a file."""

    _inherit = "crm.project.template.stage"

    def _get_file_data(self):
        """Return these stages of one template as `tools.template_file` takes them, numbered as keys."""
        keys = {stage.id: str(place) for place, stage in enumerate(self, 1)}
        return [
            {
                "key": keys[stage.id],
                "name": stage.name,
                "follows": [keys[p.id] for p in stage.predecessor_ids if p.id in keys],
                "dependency": stage.dependency_type,
                **{fname: stage._get_file_time(fname) for fname in ("offset", "duration", "lag")},
                "pipeline_column": stage.crm_stage_id.name or "",
                "managers": stage.user_ids.mapped("login"),
                "with_salesperson": stage.with_salesperson,
                "with_team_leader": stage.with_team_leader,
                "customer_positions": stage.partner_functions or "",
                "activity_plan": stage.activity_plan_id.name or "",
                "actions": stage.actions or "",
                "powers": stage.powers or "",
                "duties": stage.duties or "",
                "may_complete": stage._get_file_groups(),
                "condition": stage.completion_domain or "",
                "condition_message": stage.completion_message or "",
                "required": {
                    "parameters": stage.require_parameters,
                    "documents": stage.require_documents,
                    "activities": stage.require_activities,
                    "products": stage.require_products,
                },
                "parameters": [self._get_file_parameter(p) for p in stage.parameter_definition],
                "documents": stage.document_ids._get_file_data(),
                "products": stage.product_line_ids._get_file_data(),
            }
            for stage in self
        ]

    def _get_file_time(self, fname):
        amount = self[fname]
        return {"amount": int(amount) if amount.is_integer() else amount, "unit": self[f"{fname}_unit"]}

    def _get_file_groups(self):
        """Return the external ids of the groups that may complete, the names of those without one."""
        groups = self.completion_group_ids.sudo()  # sudo: managers of sales may not read groups
        ids = groups.get_external_id()
        return [ids[group.id] or group.full_name for group in groups]

    @api.model
    def _get_file_parameter(self, definition):
        """Return the definition of a parameter without what names records of this database."""
        relational = definition["type"] in RELATIONAL
        return {key: value for key, value in definition.items() if not (relational and key in ("default", "domain"))}


class CrmProjectTemplateDocument(models.Model):
    """Template documents as they stand in a file."""

    _inherit = "crm.project.template.document"

    def _get_file_data(self):
        """Return these documents as `tools.template_file` takes them."""
        return [
            {
                "name": document.name,
                "required": document.required,
                "file_name": document.file_name or "",
                "content": (document.with_context(bin_size=False).file or b"").decode(),
            }
            for document in self
        ]


class CrmProjectTemplateProduct(models.Model):
    """Template products as they stand in a file."""

    _inherit = "crm.project.template.product"

    def _get_file_data(self):
        """Return these products as `tools.template_file` takes them."""
        return [
            {
                "reference": line.product_id.default_code or "",
                "name": line.product_id.name,
                "quantity": line.quantity,
                "price": line.price_unit,
            }
            for line in self
        ]
