from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [("deal", "Whole deal"), ("pipeline", "Pipeline column"), ("stage", "Project stage")]
OUTCOMES = [("open", "Open"), ("passed", "Passed"), ("failed", "Lost there"), ("skipped", "Skipped")]


class CrmPassageFact(models.Model):
    """The way of a deal: one row per level that it reached or skipped, made of its history.

    A level is a column of the pipeline, a stage of its project, or the deal as a whole, from
    the first contact to won or lost. A deal counts once per level, however often it came
    back. The rows are those of :mod:`.crm_passage_fact_rows`; unlike other facts they follow
    the deal as long as it lives: its manager, team, amount and address are those of today.
    """

    _name = "crm.passage.fact"
    _description = "Passage"
    _inherit = ["crm.fact"]
    _rec_name = "lead_id"

    lead_id = fields.Many2one(required=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    level_id = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="The column or the template's stage, by its id; 0 of the whole deal.",
    )
    crm_stage_id = fields.Many2one(
        "crm.stage",
        string="Pipeline Column",
        readonly=True,
        ondelete="cascade",
        help="The column of this row; of the whole deal the one in which it stands.",
    )
    template_stage_id = fields.Many2one(
        "crm.project.template.stage",
        readonly=True,
        ondelete="cascade",
        help="The template's stage of this row; of the whole deal the one at which it stands.",
    )
    project_stage_id = fields.Many2one("crm.project.stage", readonly=True, ondelete="cascade", index=True)
    project_template_id = fields.Many2one("crm.project.template", related=None, readonly=True, ondelete="set null")
    sequence = fields.Integer(readonly=True, aggregator=None)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    won_status = fields.Selection(
        [("won", "Won"), ("lost", "Lost"), ("pending", "Open")],
        string="Outcome of the Deal",
        readonly=True,
        help="What became of the deal as a whole.",
    )
    is_revisited = fields.Boolean(string="Came Back", readonly=True, help="It was left and entered again.")
    date = fields.Date(help="The day on which the level was first entered, in the company's time zone.")
    date_entered = fields.Datetime(string="Entered", readonly=True)
    date_left = fields.Datetime(string="Left", readonly=True)
    date_counted = fields.Datetime(
        string="Counted From",
        readonly=True,
        help="While it lasts: from when its time counts. That is the entering, moved by what does not count, "
        "such as the time during which the deal was lost.",
    )
    days = fields.Float(
        readonly=True,
        aggregator="avg",
        help="How long it lasted, without the time during which the deal was lost. Nothing while it lasts, and "
        "where begin and end were entered at the same moment.",
    )
    planned_days = fields.Float(readonly=True, aggregator="avg", help="How long it should last by the baseline.")
    variance_days = fields.Float(
        string="Variance of Days", readonly=True, aggregator="avg", help="How much longer it lasted than planned."
    )
    lost_reason_id = fields.Many2one(related="lead_id.lost_reason_id")
    date_expected = fields.Date(
        string="Expected Closing",
        readonly=True,
        help="The end of its project by the plan in force; without a project, as the deal says.",
    )
    city = fields.Char(related=None, readonly=True)
    source_id = fields.Many2one("utm.source", related=None, readonly=True, ondelete="set null")
    medium_id = fields.Many2one("utm.medium", related=None, readonly=True, ondelete="set null")
    campaign_id = fields.Many2one("utm.campaign", related=None, readonly=True, ondelete="set null")

    # All that the stage analysis and the funnel read of a year.
    _day_index = models.Index(
        "(company_id, kind, date) INCLUDE (active, user_id, team_id, commercial_partner_id, lead_id, "
        "project_template_id, template_stage_id, crm_stage_id, outcome, won_status, days, date_counted, planned_days, "
        "variance_days, amount, is_revisited)",
    )
    # What is planned, of deals that are open whenever they began.
    _open_index = models.Index(
        "(company_id, kind) INCLUDE (active, user_id, team_id, commercial_partner_id, lead_id, project_template_id, "
        "template_stage_id, crm_stage_id, date_expected, amount) WHERE outcome = 'open'",
    )

    _row_unique = models.UniqueIndex("(lead_id, kind, level_id)")

    _fact_document = "lead_id"
    _fact_key = "lead_id, kind, level_id"
    _fact_columns = (
        "company_id",
        "date",
        "amount",
        "user_id",
        "customer_user_id",
        "team_id",
        "partner_id",
        "commercial_partner_id",
        "country_id",
        "state_id",
        "city",
        "industry_id",
        "source_id",
        "medium_id",
        "campaign_id",
        "date_expected",
        "lead_id",
        "kind",
        "level_id",
        "crm_stage_id",
        "template_stage_id",
        "project_stage_id",
        "project_template_id",
        "sequence",
        "outcome",
        "won_status",
        "is_revisited",
        "date_entered",
        "date_left",
        "date_counted",
        "days",
        "planned_days",
        "variance_days",
    )

    @api.model
    def _get_documents_query(self, changes):
        """Deals that changed, and those of changed project stages."""
        return SQL(
            """
            SELECT lead.id FROM crm_lead lead WHERE lead.id = ANY(%(leads)s::integer[])
            UNION
            SELECT stage.lead_id FROM crm_project_stage stage WHERE stage.id = ANY(%(stages)s::integer[])
            """,
            leads=list(changes.get("crm.lead", ())),
            stages=list(changes.get("crm.project.stage", ())),
        )

    @api.model
    def _get_all_documents_query(self):
        return SQL("SELECT lead.id FROM crm_lead lead WHERE lead.type = 'opportunity'")

    @api.model
    def _get_funnel_passages(self, domain):
        return domain
