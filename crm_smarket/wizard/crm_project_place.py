from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

DEALS_PER_BATCH = 500


class CrmProjectPlace(models.TransientModel):
    """Places open deals into a template, after showing what this would do."""

    _name = "crm.project.place"
    _description = "Place Open Deals"

    template_id = fields.Many2one(
        "crm.project.template", required=True, domain="[('lead_id', '=', False)]", ondelete="cascade"
    )
    lead_ids = fields.Many2many("crm.lead", string="Selected", help="Empty: all open deals.")
    line_ids = fields.One2many(
        "crm.project.place.line",
        "wizard_id",
        compute="_compute_lines",
        compute_sudo=False,  # stored fields are computed in sudo otherwise, past the rules of companies
        store=True,
    )
    selected_count = fields.Integer(string="Selected Deals", compute="_compute_counts")
    placed_count = fields.Integer(compute="_compute_counts")
    left_count = fields.Integer(compute="_compute_counts")
    is_past_unread = fields.Boolean(compute="_compute_counts")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "lead_ids" in fields and self.env.context.get("active_model") == "crm.lead":
            values.setdefault("lead_ids", [Command.set(self.env.context.get("active_ids", []))])
        return values

    @api.depends("template_id", "lead_ids")
    def _compute_lines(self):
        for wizard in self:
            places = wizard.template_id._get_places() if wizard.template_id else {}
            counts = wizard._count_deals_by_column() if wizard.template_id else {}
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "crm_stage_id": column.id,
                            "template_stage_id": places[column].stage.id if column in places else False,
                            "deal_count": count,
                        }
                    )
                    for column, count in counts.items()
                ),
            ]

    @api.depends("line_ids", "lead_ids")
    def _compute_counts(self):
        for wizard in self:
            placed = sum(wizard.line_ids.filtered("template_stage_id").mapped("deal_count"))
            wizard.selected_count = len(wizard.lead_ids)
            wizard.placed_count = placed
            wizard.left_count = (
                len(wizard.lead_ids) if wizard.lead_ids else sum(wizard.line_ids.mapped("deal_count"))
            ) - placed
            wizard.is_past_unread = bool(self.env["crm.project.backfill"].get_progress())

    def _get_domain(self):
        """Return which deals would be placed, as far as their columns are named by a stage."""
        domain = self.env["crm.lead"]._get_placeable_domain(self.template_id)
        if self.lead_ids:
            return domain & Domain("id", "in", self.lead_ids.ids)
        return domain & Domain("type", "=", "opportunity")

    def _count_deals_by_column(self):
        """Return ``{column: number of deals}``, in the order of the pipeline."""
        rows = self.env["crm.lead"]._read_group(self._get_domain(), ["stage_id"], ["__count"])
        return dict(sorted(rows, key=lambda row: (row[0].sequence, row[0].id)))

    def action_place(self):
        """Place the deals."""
        self.ensure_one()
        leads = self.env["crm.lead"].search(self._get_domain())
        count = 0
        for ids in split_every(DEALS_PER_BATCH, leads.ids):
            count += len(leads.browse(ids)._place_in_template(self.template_id))
            self.env.flush_all()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s deals were placed.", count),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
