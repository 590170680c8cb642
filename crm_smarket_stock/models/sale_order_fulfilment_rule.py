from odoo import api, fields, models

from .sale_order_fulfilment_step import BRANCHES, STEPS


class SaleOrderFulfilmentRule(models.Model):
    """What a step of the fulfilment brings about beside messages, as the company has set it.

    The rule of the order's team goes before that of its company, this before the general one.
    """

    _name = "sale.order.fulfilment.rule"
    _description = "Fulfilment Rule"
    _order = "sequence, id"
    _rec_name = "step"

    sequence = fields.Integer(default=10)
    step = fields.Selection(STEPS + BRANCHES, required=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", ondelete="cascade", help="Empty: for all teams.")
    company_id = fields.Many2one("res.company", ondelete="cascade", help="Empty: for all companies.")
    stage_id = fields.Many2one(
        "crm.stage",
        string="Pipeline Stage",
        ondelete="set null",
        help="Where the deal of the order goes; never back, and never out of a won stage.",
    )
    is_mail_sent = fields.Boolean(string="Write to the Customer")
    mail_template_id = fields.Many2one(
        "mail.template", string="E-mail", domain=[("model", "=", "sale.order")], ondelete="set null"
    )

    _step_unique = models.UniqueIndex(
        "(step, COALESCE(team_id, 0), COALESCE(company_id, 0))", "There is such a rule already."
    )

    @api.model
    def _find(self, order, step):
        """Return the rule for a step of the order; empty when there is none."""
        team = order.opportunity_id.team_id or order.team_id
        rules = self.search(
            [
                ("step", "=", step),
                ("team_id", "in", [team.id, False]),
                ("company_id", "in", [order.company_id.id, False]),
            ]
        )
        return rules.sorted(lambda rule: (bool(rule.team_id), bool(rule.company_id)), reverse=True)[:1]
