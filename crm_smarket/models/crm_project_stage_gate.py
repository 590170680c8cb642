from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError


class CrmProjectStage(models.Model):
    """The gate: what must hold before a stage may be completed."""

    _inherit = "crm.project.stage"

    gate_misses = fields.Json(
        compute="_compute_gate_misses",
        help="What is missing to complete the stage: a list of {kind, message}.",
    )
    gate_text = fields.Text(string="Missing", compute="_compute_gate_misses")

    def _compute_gate_misses(self):
        for stage in self:
            misses = stage._get_gate_misses() if stage.state in ("not_started", "in_progress") else []
            stage.gate_misses = misses
            stage.gate_text = "\n".join(miss["message"] for miss in misses)

    def _get_gate_misses(self, ending=()):
        """Return everything that is missing to complete this stage.

        Rules are read from the template at the moment of asking, so that a changed rule
        holds at once for every project.

        :param ending: stages that are completed in the same change
        :return: list of ``{"kind": str, "message": str}``; the kind is one of ``links`` (what
            a stage that has not started still waits for), ``group``, ``condition``,
            ``parameters``, ``documents``, ``activities``, ``products``
        """
        self.ensure_one()
        rule = self.template_stage_id.sudo()  # sudo: rules hold also for whoever cannot read them
        return [
            {"kind": kind, "message": message}
            for kind, messages in (
                ("links", self._get_link_misses(ending)),
                ("group", self._get_group_misses(rule)),
                ("condition", self._get_condition_misses(rule)),
                ("parameters", self._get_parameter_misses(rule)),
                ("documents", self._get_document_misses(rule)),
                ("activities", self._get_activity_misses(rule)),
                ("products", self._get_product_misses(rule)),
            )
            for message in messages
        ]

    def _get_link_misses(self, ending):
        waiting = self.state == "not_started" and self._get_waiting_for(ending=ending)
        return [waiting] if waiting else []

    def _get_group_misses(self, rule):
        groups = rule.completion_group_ids
        if not groups or self.env.user._is_superuser() or groups & self.env.user.all_group_ids:
            return []
        return [
            self.env._(
                "Only members of %(groups)s complete this stage.",
                groups=", ".join(groups.mapped("full_name")),
            )
        ]

    def _get_condition_misses(self, rule):
        if not rule.completion_domain:
            return []
        if self.lead_id.sudo().filtered_domain(rule._get_completion_domain()):
            return []
        return [
            rule.completion_message
            or self.env._(
                "The opportunity does not meet the condition of this stage: %(condition)s",
                condition=rule.completion_domain,
            )
        ]

    def _get_parameter_misses(self, rule):
        if not rule.require_parameters:
            return []
        values = self.sudo().read(["parameters"])[0]["parameters"] or []
        return [
            self.env._(
                "The parameter “%(parameter)s” has no value.",
                parameter=parameter.get("string") or parameter["name"],
            )
            for parameter in values
            if parameter.get("required")
            and parameter.get("type") != "boolean"
            and (parameter.get("value") is None or parameter["value"] is False or parameter["value"] in ("", []))
        ]

    def _get_document_misses(self, rule):
        if not rule.require_documents:
            return []
        return [
            self.env._("The document “%(document)s” has no file.", document=document.name)
            for document in self.sudo().document_ids
            if document.is_missing
        ]

    def _get_activity_misses(self, rule):
        if not rule.require_activities:
            return []
        activities = self.sudo().activity_ids
        misses = []
        for line in rule.activity_plan_id.template_ids:
            # also one that was planned anew by hand, or before the line was in the plan
            fitting = activities.filtered(
                lambda a, line=line: (
                    a.project_plan_line_id == line
                    or (a.activity_type_id == line.activity_type_id and (a.summary or "") == (line.summary or ""))
                )
            )
            if not fitting or any(fitting.mapped("active")):
                misses.append(
                    self.env._(
                        "The activity “%(activity)s” is not done.",
                        activity=line.summary or line.activity_type_id.name,
                    )
                )
        return misses

    def _get_product_misses(self, rule):
        if not rule.require_products:
            return []
        lines = self.sudo().product_line_ids
        if not lines:
            return [self.env._("There is no product yet: add one with quantity and price.")]
        return [
            self.env._("The product “%(product)s” has no quantity or no price.", product=line.name)
            for line in lines
            if line.quantity <= 0 or line.price_unit <= 0
        ]

    def _get_closed_gates(self):
        """Return what hinders completing these stages together: ``{stage: [messages]}``."""
        misses = {stage: [miss["message"] for miss in stage._get_gate_misses(ending=self)] for stage in self}
        return {stage: messages for stage, messages in misses.items() if messages}

    def _raise_closed(self, closed):
        """Raise, naming everything that hinders; the message leads to the place to mend it."""
        parts = []
        for stage, messages in closed.items():
            title = self.env._(
                "“%(stage)s” of “%(lead)s” cannot be completed yet:",
                stage=stage.name,
                lead=stage.lead_id.name,
            )
            parts.append("\n".join([title, *(f"  • {message}" for message in messages)]))
        message = "\n\n".join(parts)
        if "_import_current_module" in self.env.context:
            raise UserError(message)  # an import shows words, no buttons
        action = self.concat(*closed)._get_gate_action()
        # what is on the screen below a warning reloads only when told to
        action["context"]["project_reload"] = True
        raise RedirectWarning(message, action, self.env._("Show What Is Missing"))

    def _get_gate_action(self):
        """Return the action that leads to the places where the misses are mended."""
        return self.env["crm.project.reason"]._get_wizard_action(self, "complete")
