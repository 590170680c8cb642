from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .crm_project_batch import STORE


class CrmProjectStage(models.Model):
    """Creating, writing and removing stages: every way in goes through planner and gate."""

    _inherit = "crm.project.stage"

    @api.model_create_multi
    def create(self, vals_list):
        """Create stages, each with its rules; plan them, then bring them into their states.

        A stage without ``template_stage_id`` was made by hand: it gets rules of its own in
        the template private to the deal.
        """
        if self.env.context.get("project_store") is STORE:
            return super().create(vals_list)
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._refuse_kept_fields(vals.keys() - {"lead_id", "template_stage_id"})
        states = [vals.pop("state", None) for vals in vals_list]
        requests = [self._pop_requested_dates(vals) for vals in vals_list]
        self.env["crm.lead"].browse({vals.get("lead_id") for vals in vals_list})._touch_project()
        self._prepare_own_rules(vals_list)
        stages = super().create(vals_list)
        stages._plan_after_change(
            dict(zip(stages.ids, requests, strict=True)),
            dict(zip(stages.ids, states, strict=True)),
        )
        return stages

    def write(self, vals):
        """Write; dates, links and states take the way through planner and gate."""
        if self.env.context.get("project_store") is STORE:
            return super().write(vals)
        self._refuse_kept_fields(vals)
        vals = dict(vals)
        state = vals.pop("state", None)
        request = self._pop_requested_dates(vals)
        planned_anew = state or request or vals.keys() & self._get_plan_fields()
        if planned_anew:
            self.lead_id._touch_project()
        result = super().write(vals) if vals else True
        if planned_anew:
            self._plan_after_change(dict.fromkeys(self.ids, request), dict.fromkeys(self.ids, state))
        return result

    def unlink(self):
        """Remove stages; what followed them follows their predecessors."""
        leads = self.lead_id
        leads._touch_project()
        for stage in self:
            heirs = stage.successor_ids - self
            heirs._store({"predecessor_ids": [(4, p.id) for p in stage.predecessor_ids]})
        own_rules = self.template_stage_id.filtered("template_id.lead_id")
        result = super().unlink()
        own_rules.sudo().unlink()  # sudo: rules of hand-made stages are the deal's own
        leads.exists()._plan_project()
        return result

    def _store(self, vals):
        """Write what the planner or a change of state found, without planning again."""
        return self.with_context(project_store=STORE).write(vals)

    @api.model
    def _refuse_kept_fields(self, fnames):
        """Raise when somebody sets what only planner, gate and states may set."""
        kept = {
            "lead_id",
            "template_stage_id",
            "is_skipped",
            "loss_state",
            "date_loss",
            "lost_seconds",
            "date_due",
            "baseline_date_start",
            "baseline_date_end",
        } & set(fnames)
        if kept:
            raise UserError(
                self.env._(
                    "These fields of a stage are kept by the program and cannot be set: "
                    "%(fields)s. Use the buttons of the stage.",
                    fields=", ".join(sorted(self._fields[f]._description_string(self.env) for f in kept)),
                )
            )

    @api.model
    def _pop_requested_dates(self, vals):
        """Take the dates that somebody asks for out of ``vals`` and return them."""
        return {
            fname: fields.Datetime.to_datetime(vals.pop(fname)) for fname in ("date_start", "date_end") if fname in vals
        }

    @api.model
    def _get_plan_fields(self):
        """Return the names of the fields on which the plan of a project depends."""
        return {
            "dependency_type",
            "offset",
            "offset_unit",
            "duration",
            "duration_unit",
            "lag",
            "lag_unit",
            "predecessor_ids",
            "date_not_before",
            "date_origin",
        }

    @api.model
    def _prepare_own_rules(self, vals_list):
        """Give every stage made by hand a template stage in the deal's private template."""
        by_hand = [vals for vals in vals_list if not vals.get("template_stage_id")]
        if not by_hand:
            return
        leads = self.env["crm.lead"].browse({vals["lead_id"] for vals in by_hand})
        leads.check_access("write")
        # sudo: salespeople may not manage templates, but may add stages to their deals
        templates = leads.sudo()._get_private_templates()
        rules = (
            self.env["crm.project.template.stage"]
            .sudo()
            .create(
                [
                    {
                        "template_id": templates[vals["lead_id"]].id,
                        "name": vals.get("name"),
                        "sequence": vals.get("sequence", 10),
                    }
                    for vals in by_hand
                ]
            )
        )
        for vals, rule in zip(by_hand, rules, strict=True):
            vals["template_stage_id"] = rule.id

    def _link_like_templates(self, stage_by_key):
        """Link new stages as their template stages are linked, in one statement.

        :param dict stage_by_key: ``{(lead id, template stage id): project stage}``
        """
        pairs = []
        for (lead_id, _rule_id), stage in stage_by_key.items():
            for rule in stage.template_stage_id.sudo().predecessor_ids:
                predecessor = stage_by_key.get((lead_id, rule.id))
                if predecessor:
                    pairs.append((stage.id, predecessor.id))
        if not pairs:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_project_stage_link (stage_id, predecessor_id) "
                "SELECT * FROM UNNEST(%(stages)s, %(predecessors)s)",
                stages=[pair[0] for pair in pairs],
                predecessors=[pair[1] for pair in pairs],
            )
        )
        self.invalidate_recordset(["predecessor_ids", "successor_ids"], flush=False)
