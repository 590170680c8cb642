from math import ceil

from odoo import api, fields, models
from odoo.fields import Command

from ..tools.network import contract
from ..tools.schedule import Node, forward


class CrmProjectTemplateStage(models.Model):
    """The links between the stages of a template, and the plan that follows from them."""

    _inherit = "crm.project.template.stage"

    follow_above = fields.Boolean(
        string="Follows the Stage Above",
        store=False,
        help="Links a new stage to the one above it when it is saved: a stage that is not "
        "saved yet cannot be chosen by name.",
    )
    predecessor_hint = fields.Char(compute="_compute_predecessor_hint")
    relative_start = fields.Float(
        compute="_compute_relative", help="Hours from the start of the project to this stage."
    )
    relative_end = fields.Float(compute="_compute_relative")

    @api.depends("predecessor_ids", "follow_above", "template_id.revision")
    def _compute_predecessor_hint(self):
        """What the empty field of predecessors means: the start, or the stage above."""
        for stage in self:
            stage.predecessor_hint = False if stage._is_shown_by_template() else stage._get_predecessor_hint()

    @api.depends("template_id.revision", "template_id.resource_calendar_id")
    def _compute_relative(self):
        """Plan the template from the opening of a Monday, in hours on the wall clock.

        It does not depend on the fields of the other stages, only on the count of their saved
        changes: core compares a form's lines before and after its onchange methods, and would
        not send what changed already when the form's values were taken over.
        """
        self.relative_start = self.relative_end = 0
        self.filtered(lambda s: not s._is_shown_by_template())._plan_relative()

    def _is_shown_by_template(self):
        """Whether this is an unsaved line of a form, to which the template's onchange gives its plan."""
        self.ensure_one()
        return not self._origin and self in self.template_id.stage_ids

    def _plan_relative(self):
        """Set the times of these stages, planned together with all stages of their templates.

        Works in a form's memory as well, where stages have virtual ids and the one above
        stands for a link that saving will make.
        """
        for template in self.template_id:
            own = self.filtered(lambda s, template=template: s.template_id == template)
            company = template.company_id or self.env.company
            try:
                calendar, origin = template._get_relative_time(template.resource_calendar_id, company)
                plan = forward((template.stage_ids | own)._get_nodes(origin), calendar)
            except ValueError:
                continue  # a circle or an impossible time: saving says so
            for stage in own:
                start, end = plan[stage._get_key()]
                stage.relative_start = (start - origin).total_seconds() / 3600
                stage.relative_end = (end - origin).total_seconds() / 3600

    @api.model_create_multi
    def create(self, vals_list):
        """Create stages; those that follow the stage above are linked once all are there."""
        vals_list = [dict(vals) for vals in vals_list]
        links = [self._pop_link_above(vals) for vals in vals_list]
        stages = super().create(vals_list)
        stages.template_id._touch()
        for stage, vals in zip(stages, links, strict=True):
            if vals is not None:
                stage.write({**vals, "predecessor_ids": [Command.set(stage._get_stage_above().ids)]})
        return stages

    def write(self, vals):
        """Write; what follows an archived stage then follows what that stage followed."""
        if "active" in vals and not vals["active"]:
            self.filtered("active")._leave_network()
        self.template_id._touch()
        return super().write(vals)

    def unlink(self):
        """Remove stages; what followed them follows what they followed."""
        self._leave_network()
        self.template_id._touch()
        return super().unlink()

    @api.model
    def _create_linked(self, vals_list, predecessors):
        """Create stages that follow each other.

        :param list vals_list: values, with templates, without links
        :param list predecessors: for each stage the positions in ``vals_list`` of those it follows
        :return: the stages, in the order of ``vals_list``
        """
        # A hard stage is refused without what it follows, so it becomes hard with its links.
        unlinked = [{**vals, "dependency_type": "soft"} for vals in vals_list]
        stages = self.create(unlinked)
        for stage, vals, places in zip(stages, vals_list, predecessors, strict=True):
            if places:
                followed = stages.browse(stages[place].id for place in places)
                stage.predecessor_ids = followed
            if vals.get("dependency_type", "soft") != "soft":
                stage.dependency_type = vals["dependency_type"]
        return stages

    @api.model
    def _pop_link_above(self, vals):
        """Take the wish to follow the stage above out of ``vals``.

        :return: values to write once the stage above exists, None without such a wish
        """
        wanted = vals.pop("follow_above", False)
        chosen = any(
            command[0] == Command.LINK or (command[0] == Command.SET and command[2])
            for command in vals.get("predecessor_ids") or []
        )
        if not wanted or chosen:
            return None
        return {fname: vals.pop(fname) for fname in ("dependency_type",) if fname in vals}

    def _get_stage_above(self):
        """Return the stage before this one in the order of the template, maybe none."""
        self.ensure_one()
        stages = list(self.template_id.stage_ids.sorted("sequence"))
        # A line just begun in a form is not among them: it will be the last.
        place = stages.index(self) if self in stages else len(stages)
        return stages[place - 1] if place else self.browse()

    def _get_predecessor_hint(self):
        """Return in words after what this stage begins while it follows no stage by name."""
        self.ensure_one()
        above = self._get_stage_above() if self.follow_above else self.browse()
        return above.name or self.env._("Start of the project")

    def _leave_network(self):
        """Let what follows these stages follow what they follow.

        A hard stage with nothing left to follow would never start, so it becomes soft.
        """
        for template in self.template_id:
            stages = template.stage_ids
            links = {stage.id: tuple(stage.predecessor_ids.ids) for stage in stages}
            for key, predecessors in contract(links, (self & stages).ids).items():
                if predecessors == links[key]:
                    continue
                vals = {"predecessor_ids": [Command.set(predecessors)]}
                if not predecessors:
                    vals["dependency_type"] = "soft"
                stages.browse(key).write(vals)

    def _get_key(self):
        """Return the planner's key of this stage: its id, in a form's memory its virtual id."""
        return self._origin.id or self.id

    def _get_nodes(self, origin):
        """Return planner nodes of these stages for a project that starts at ``origin`` (UTC)."""
        predecessors = self._get_predecessors()
        return [
            Node(
                key=stage._get_key(),
                predecessors=predecessors[stage._get_key()],
                dependency=stage.dependency_type,
                origin=origin,
                offset=stage._get_delay("offset"),
                duration=stage._get_delay("duration"),
                lag=stage._get_delay("lag"),
            )
            for stage in self
        ]

    def _get_predecessors(self):
        """Return ``{key: keys of those it follows}`` among these stages."""
        keys = {stage._get_key() for stage in self}
        predecessors = {}
        for stage in self:
            followed = stage.predecessor_ids
            if not followed and stage.follow_above:
                followed = stage._get_stage_above()
            predecessors[stage._get_key()] = tuple(key for key in (p._get_key() for p in followed) if key in keys)
        return predecessors

    def _get_length(self):
        """Return in words how long these stages of one template take together."""
        hours = max(self.mapped("relative_end"), default=0)
        if hours < 24:
            return self.env._("%s h", ceil(hours))
        return self.env._("%s d", ceil(hours / 24))
