from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.template_file import LARGEST_BYTES, MOST_STAGES, TemplateFileError, parse
from .template_finder import TemplateFinder


class CrmProjectTemplate(models.Model):
    """Templates from a file of another database."""

    _inherit = "crm.project.template"

    @api.model
    def _create_from_file(self, content, company):
        """Create the templates of a file.

        :param bytes content: of the file
        :param company: to which they shall belong; none means all companies
        :return: the templates, and a list of sentences that name what was not found here
        :raise UserError: with everything that is wrong with the file; nothing is created then
        """
        try:
            data = parse(content)
        except TemplateFileError as error:
            raise self._get_file_error([self._describe_problem(problem) for problem in error.problems]) from error
        Stage = self.env["crm.project.template.stage"]
        faults = [fault for template in data for stage in template["stages"] for fault in Stage._find_faults(stage)]
        if faults:
            raise self._get_file_error(faults)
        finder = TemplateFinder(self.env, company)
        templates = self.browse()
        for template_data in data:
            template = self.create(self._prepare_from_file(template_data, finder))
            stages = template_data["stages"]
            places = {stage["key"]: place for place, stage in enumerate(stages)}
            Stage._create_linked(
                [
                    {**Stage._prepare_from_file(stage, finder), "template_id": template.id, "sequence": place}
                    for place, stage in enumerate(stages, 1)
                ],
                [[places[key] for key in stage["follows"]] for stage in stages],
            )
            templates |= template
        return templates, finder.warnings

    def _prepare_from_file(self, data, finder):
        """Return the values of a template in a file, without its stages."""
        finder.owner = data["name"]
        return {
            "name": data["name"],
            "description": data["description"],
            "company_id": finder.company.id,
            "columns_follow_stages": data["columns_follow_stages"],
            "resource_calendar_id": finder.find("resource.calendar", data["working_hours"]).id,
            "team_ids": [Command.set(finder.find_all("crm.team", data["teams"]).ids)],
        }

    def _get_file_error(self, texts):
        return UserError("\n".join([self.env._("This file cannot be imported:"), *(f"• {text}" for text in texts)]))

    def _describe_problem(self, problem):
        """Return in words what is wrong with a file, where, and what would be right."""
        where = " › ".join(str(part) for part in problem.path)
        texts = {
            "large": self.env._("It is larger than %(size)s MB.", size=LARGEST_BYTES // 1024**2),
            "not_json": self.env._("It is no JSON: %(detail)s", detail=problem.detail),
            "format": self.env._("It does not hold project templates exported from CRM Smarket."),
            "version": self.env._(
                "It has version %(detail)s, which this program does not know.", detail=problem.detail
            ),
            "unknown_key": self.env._("%(where)s: unknown key “%(detail)s”", where=where, detail=problem.detail),
            "missing": self.env._("%(where)s: “%(detail)s” is missing", where=where, detail=problem.detail),
            "type": self.env._("%(where)s: must be of the type %(detail)s", where=where, detail=problem.detail),
            "empty": self.env._("%(where)s: is empty", where=where),
            "characters": self.env._("%(where)s: holds characters that no text can have", where=where),
            "choice": self.env._("%(where)s: must be one of %(detail)s", where=where, detail=problem.detail),
            "negative": self.env._("%(where)s: is negative", where=where),
            "long": self.env._("%(where)s: is too long (at most ten years) or too large", where=where),
            "duplicate": self.env._(
                "%(where)s: the key “%(detail)s” comes more than once", where=where, detail=problem.detail
            ),
            "many": self.env._("%(where)s: more than %(most)s stages", where=where, most=MOST_STAGES),
            "stranger": self.env._(
                "%(where)s: there is no stage with the key “%(detail)s”", where=where, detail=problem.detail
            ),
            "circle": self.env._(
                "%(where)s: stages wait for each other: %(detail)s", where=where, detail=problem.detail
            ),
            "hard": self.env._("%(where)s: is hard but follows no other stage", where=where),
            "base64": self.env._("%(where)s: is no file in base 64", where=where),
        }
        return texts[problem.code]


class CrmProjectTemplateStage(models.Model):
    """Template stages from a file."""

    _inherit = "crm.project.template.stage"

    @api.model
    def _find_faults(self, data):
        """Return in words what is wrong with a stage in a file that only the database can tell."""
        faults = []
        fault = self.new({"completion_domain": data["condition"]})._find_condition_fault()
        if fault:
            faults.append(
                self.env._("%(stage)s: the condition is no valid filter: %(fault)s", stage=data["name"], fault=fault)
            )
        field = self._fields["parameter_definition"]
        names = set()
        for definition in data["parameters"]:
            try:
                if definition.get("comodel") in self.env or not definition.get("comodel"):
                    field._validate_properties_definition([definition], self.env)
                if definition["name"] in names:
                    raise ValueError(definition["name"])
                names.add(definition["name"])
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                faults.append(
                    self.env._(
                        "%(stage)s: the parameter “%(parameter)s” is not defined rightly: %(error)s",
                        stage=data["name"],
                        parameter=definition.get("string") or definition.get("name"),
                        error=error,
                    )
                )
        return faults

    @api.model
    def _prepare_from_file(self, data, finder):
        """Return the values of a stage in a file, without template and links."""
        finder.owner = data["name"]
        required = data["required"]
        return {
            "name": data["name"],
            "dependency_type": data["dependency"],
            **{fname: data[fname]["amount"] for fname in ("offset", "duration", "lag")},
            **{f"{fname}_unit": data[fname]["unit"] for fname in ("offset", "duration", "lag")},
            "crm_stage_id": finder.find("crm.stage", data["pipeline_column"]).id,
            "user_ids": [Command.set(finder.find_all("res.users", data["managers"]).ids)],
            "with_salesperson": data["with_salesperson"],
            "with_team_leader": data["with_team_leader"],
            "partner_functions": data["customer_positions"],
            "activity_plan_id": finder.find("mail.activity.plan", data["activity_plan"]).id,
            "actions": data["actions"],
            "powers": data["powers"],
            "duties": data["duties"],
            "completion_group_ids": [Command.set(finder.find_groups(data["may_complete"]).ids)],
            "completion_domain": data["condition"],
            "completion_message": data["condition_message"],
            **{f"require_{name}": flag for name, flag in required.items()},
            "parameter_definition": finder.keep_known_models(data["parameters"]),
            "document_ids": [
                Command.create(
                    {
                        "sequence": place,
                        "name": document["name"],
                        "required": document["required"],
                        "file": document["content"] or False,
                        "file_name": document["file_name"],
                    }
                )
                for place, document in enumerate(data["documents"], 1)
            ],
            "product_line_ids": [
                Command.create(
                    {
                        "sequence": place,
                        "product_id": product.id,
                        "quantity": line["quantity"],
                        "price_unit": line["price"],
                    }
                )
                for place, line in enumerate(data["products"], 1)
                if (product := finder.find_product(line))
            ],
        }
