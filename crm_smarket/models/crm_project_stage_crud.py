from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.network import contract
from .crm_project_batch import use_pass, with_pass
from .crm_project_stage import STATES
from .crm_project_timing import TIMING_FIELDS
from .translated import copy_translations


class CrmProjectStage(models.Model):
    """Creating, writing and removing stages: every way in goes through planner and gate."""

    _inherit = "crm.project.stage"

    @api.model_create_multi
    def create(self, vals_list):
        """Create stages, each with its rules; plan them, then bring them into their states.

        A stage without ``template_stage_id`` was made by hand: it gets rules of its own in
        the template private to the deal.
        """
        if use_pass(self, "project_store"):
            return super().create(vals_list)
        vals_list = [self._prepare_new_stage(vals) for vals in vals_list]
        leads = self.env["crm.lead"].browse({vals["lead_id"] for vals in vals_list})
        if not all(leads.ids) or leads != leads.exists():
            raise UserError(self.env._("A stage belongs to an opportunity: choose one that exists."))
        leads.check_access("write")
        leads._touch_project()
        leads._check_project_open()
        leads._set_project_start()
        self._prepare_rules(vals_list)
        states = [self._pop_requested_state(vals) for vals in vals_list]
        requests = [self._pop_requested_dates(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("date_origin"):
                vals["date_origin"] = leads.browse(vals["lead_id"]).project_date_start
        stages = super().create(vals_list)
        stages._plan_after_change(
            dict(zip(stages.ids, requests, strict=True)),
            dict(zip(stages.ids, states, strict=True)),
        )
        return stages

    def write(self, vals):
        """Write; dates, links and states take the way through planner and gate."""
        if use_pass(self, "project_store"):
            return super().write(vals)
        self.check_access("write")
        vals = self._without_kept_fields(vals)
        state = self._pop_requested_state(vals)
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
        if use_pass(self, "project_store"):
            return super().unlink()
        self.check_access("unlink")
        leads = self.lead_id
        leads._touch_project()
        for lead in leads:
            gone = self & lead.project_stage_ids
            if gone.filtered(lambda s: s.state != "not_started"):
                lead._check_project_manager(self.env._("remove a stage that has begun or was skipped"))
            lead._log_project(self.env._("Stages removed: %(stages)s.", stages=", ".join(gone.mapped("name"))))
            kin = lead.project_stage_ids
            links = contract({stage.id: stage.predecessor_ids.ids for stage in kin}, gone.ids)
            for heir in gone.successor_ids - gone:
                # a hard stage with nothing left to follow would never start
                kind = {} if links[heir.id] else {"dependency_type": "soft"}
                heir._store({"predecessor_ids": [(6, 0, links[heir.id])], **kind})
        # sudo: rules of stages made by hand are the deal's own
        own_rules = self.sudo().template_stage_id.filtered("template_id.lead_id")
        result = super().unlink()
        own_rules.unlink()
        leads._plan_project()
        return result

    def _store(self, vals):
        """Write what the planner or a change of state found, without planning again."""
        return with_pass(self, "project_store").write(vals)

    # ------------------------------------------------------------
    # what somebody asks for
    # ------------------------------------------------------------

    @api.model
    def _get_kept_fields(self):
        """Return the names of the fields that only planner, gate and states may set."""
        return {
            "lead_id",
            "template_stage_id",
            "template_id",
            "company_id",
            "team_id",
            "is_skipped",
            "reason",
            "loss_state",
            "date_loss",
            "lost_seconds",
            "date_due",
            "baseline_date_start",
            "baseline_date_end",
        }

    def _without_kept_fields(self, vals):
        """Return ``vals`` without the kept fields; raise when somebody changes one of them.

        Values that are there already pass, so that an exported list can be imported again.
        """
        vals = dict(vals)
        changed = []
        for fname in self._get_kept_fields() & vals.keys():
            field, value = self._fields[fname], vals.pop(fname)
            asked = field.convert_to_cache(value, self, validate=False)
            if any(field.convert_to_cache(stage[fname], stage) != asked for stage in self or [self]):
                changed.append(field._description_string(self.env))
        if vals.pop("successor_ids", None):  # links are made from the stage that follows, where they are checked
            changed.append(self._fields["successor_ids"]._description_string(self.env))
        if changed:
            raise UserError(
                self.env._(
                    "These fields of a stage are kept by the program and cannot be set: "
                    "%(fields)s. Use the buttons of the stage.",
                    fields=", ".join(sorted(changed)),
                )
            )
        return vals

    @api.model
    def _pop_requested_state(self, vals):
        """Take the state that somebody asks for out of ``vals`` and return it (or None)."""
        if "state" not in vals:
            return None
        state = vals.pop("state")
        labels = dict(self._fields["state"]._description_selection(self.env))
        if state not in dict(STATES):
            raise UserError(
                self.env._(
                    "A stage has no state “%(state)s”. Choose one of: %(states)s.",
                    state=state,
                    states=", ".join(labels.values()),
                )
            )
        return state

    @api.model
    def _pop_requested_dates(self, vals):
        """Take the dates that somebody asks for out of ``vals`` and return them."""
        dates = {}
        for fname in ("date_start", "date_end"):
            if fname in vals:
                value = vals.pop(fname)
                try:
                    dates[fname] = fields.Datetime.to_datetime(value) or False
                except (TypeError, ValueError) as error:
                    raise UserError(
                        self.env._("“%(value)s” is no date and time. Write it like 2026-03-31 15:00:00.", value=value)
                    ) from error
        return dates

    @api.model
    def _get_plan_fields(self):
        """Return the names of the fields on which the plan of a project depends."""
        return {*TIMING_FIELDS, "predecessor_ids", "date_not_before", "date_origin"}

    # ------------------------------------------------------------
    # a new stage's deal, rules and links
    # ------------------------------------------------------------

    @api.model
    def _prepare_new_stage(self, vals):
        """Return the values of a new stage, checked, with the deal and the rules it names."""
        chosen = {
            "lead_id": vals.get("lead_id") or self.default_get(["lead_id"]).get("lead_id"),
            "template_stage_id": vals.get("template_stage_id") or False,
        }
        others = {fname: value for fname, value in vals.items() if fname not in chosen}
        return {**self.browse()._without_kept_fields(others), **chosen}

    @api.model
    def _prepare_rules(self, vals_list):
        """Check the template stages that new stages name; give the others one of their own."""
        by_hand = [vals for vals in vals_list if not vals["template_stage_id"]]
        Rule = self.env["crm.project.template.stage"]
        Rule.browse({vals["template_stage_id"] for vals in vals_list} - {False}).check_access("read")
        for vals in vals_list:
            rule = Rule.browse(vals["template_stage_id"])
            vals["name"] = vals.get("name") or rule.name
            if not vals["name"]:
                raise UserError(self.env._("Give each stage a name."))
            if not vals.get("user_ids"):
                lead = self.env["crm.lead"].browse(vals["lead_id"])
                vals["user_ids"] = [(6, 0, rule.sudo()._get_managers(lead).ids)]
            if (rule.template_id.lead_id.id or vals["lead_id"]) != vals["lead_id"]:
                raise UserError(
                    self.env._(
                        "“%(stage)s” cannot follow the rules of a stage of “%(lead)s”, which are its own.",
                        stage=vals["name"],
                        lead=rule.template_id.lead_id.name,
                    )
                )
        if not by_hand:
            return
        leads = self.env["crm.lead"].browse({vals["lead_id"] for vals in by_hand})
        # sudo: salespeople may not manage templates, but may add stages to their deals
        templates = leads.sudo()._get_private_templates()
        rules = Rule.sudo().create(
            [
                {
                    "template_id": templates[vals["lead_id"]].id,
                    "name": vals["name"],
                    "sequence": vals.get("sequence", 10),
                }
                for vals in by_hand
            ]
        )
        for vals, rule in zip(by_hand, rules, strict=True):
            vals["template_stage_id"] = rule.id

    def _take_names(self):
        """Take the names of the template stages in every language: people of several read them."""
        copy_translations(self, [stage.template_stage_id for stage in self], "name")

    def _link_like_templates(self, stage_by_key, links):
        """Link new stages as their template stages are linked, in one statement.

        :param dict stage_by_key: ``{(lead id, template stage id): project stage}``
        :param dict links: ``{template stage id: ids of those it follows}``
        """
        pairs = [
            (stage.id, stage_by_key[lead_id, before_id].id)
            for (lead_id, rule_id), stage in stage_by_key.items()
            for before_id in links[rule_id]
        ]
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
