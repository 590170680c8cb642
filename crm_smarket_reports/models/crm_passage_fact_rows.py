from odoo import api, models
from odoo.tools import SQL


class CrmPassageFact(models.Model):
    """The rows of passages, as SQL: what the history of a deal says of each level.

    What all levels have in common:

    - A level is *passed* once the deal went on; it *failed* there when it was lost without
      having gone on; otherwise it is *open*. All columns of a won deal are passed.
    - Time during which a deal was lost, before it was restored, is in no duration.
    - Merged deals: a level that the kept deal reached itself counts as it went through it;
      one that only a merged deal reached counts as that one did. What happened in a deal
      merged before the history was kept (origin 0) is in no duration.
    - Deals that are archived without being lost do not count.

    The history is read deal by deal, by the index of the deal: joined as a whole, the parts
    would be so many guesses for the planner, and it has guessed wrong by minutes. For the
    same reason nothing here is sorted or sought first by what has an index of its own.
    """

    _inherit = "crm.passage.fact"

    @api.model
    def _get_rows_query(self, documents, frozen=True):
        return SQL(
            """
            WITH documents AS MATERIALIZED (%(documents)s),
            deal AS MATERIALIZED (%(deals)s),
            place AS MATERIALIZED (
                SELECT id, sequence, COALESCE(is_won, false) AS is_won, create_date,
                       ROW_NUMBER() OVER (ORDER BY sequence, id) AS number
                  FROM crm_stage
            )
            SELECT deal.company_id,
                   (COALESCE(level.date_entered, level.date_left) AT TIME ZONE 'UTC' AT TIME ZONE deal.tz)::date,
                   deal.amount, deal.user_id, deal.customer_user_id, deal.team_id,
                   deal.partner_id, deal.commercial_partner_id,
                   deal.country_id, deal.state_id, deal.city, deal.industry_id,
                   deal.source_id, deal.medium_id, deal.campaign_id, deal.date_expected,
                   deal.id, level.kind, level.id, level.crm_stage_id, level.template_stage_id, level.project_stage_id,
                   level.template_id, level.sequence, level.outcome, deal.final, level.is_revisited,
                   level.date_entered, level.date_left, level.date_counted,
                   ROUND(level.seconds / 86400, 4)::float8,
                   ROUND(level.planned / 86400, 4)::float8,
                   ROUND((level.seconds - level.planned) / 86400, 4)::float8
              FROM deal
             CROSS JOIN LATERAL (
                    WITH history AS MATERIALIZED (
                        SELECT entry.*,
                               LEAD(entry.date) OVER (
                                   PARTITION BY CASE WHEN entry.kind <> 'stage' THEN entry.origin_lead_id END,
                                                entry.kind, entry.project_stage_id
                                       ORDER BY entry.date, entry.id
                               ) AS until,
                               LAG(entry.crm_stage_to_id) OVER (
                                   PARTITION BY entry.origin_lead_id, entry.kind ORDER BY entry.date, entry.id
                               ) AS column_before
                          FROM crm_project_transition entry
                         WHERE entry.lead_id = deal.id
                    ),
                    closing AS MATERIALIZED (
                        SELECT CASE WHEN deal.final <> 'pending' THEN COALESCE(MAX(date), deal.date_closed) END AS date
                          FROM history
                         WHERE kind = 'outcome' AND origin_lead_id = deal.id AND until IS NULL
                           AND outcome_to = deal.final
                    ),
                    lost AS MATERIALIZED (
                        SELECT origin_lead_id, date AS since, until
                          FROM history
                         WHERE kind = 'outcome' AND outcome_to = 'lost' AND until IS NOT NULL
                    ),
                    %(columns)s,
                    %(stages)s
                    SELECT 'pipeline' AS kind, id, id AS crm_stage_id, NULL::integer AS template_stage_id,
                           NULL::integer AS project_stage_id, deal.project_template_id AS template_id, sequence,
                           outcome, is_revisited, date_entered, date_left, date_counted, seconds,
                           NULL::numeric AS planned
                      FROM pipeline_level
                    UNION ALL
                    SELECT 'stage', template_stage_id, NULL, template_stage_id, id, template_id, sequence,
                           outcome, is_revisited, date_entered, date_left, date_counted, seconds, planned
                      FROM stage_level
                    UNION ALL
                    %(whole)s
                   ) level
            """,
            documents=documents,
            deals=self._get_deals_part(frozen),
            columns=self._get_columns_part(),
            stages=self._get_stages_part(),
            whole=self._get_whole_part(),
        )

    @api.model
    def _get_deals_part(self, frozen):
        """Return the part about deals: what they are today.

        A deal of no company counts in that of its team, then of its manager, then in the first one.
        """
        return SQL(
            """
            SELECT lead.id, company.id AS company_id, state.final, lead.expected_revenue AS amount, lead.create_date,
                   lead.user_id, lead.team_id, lead.country_id, lead.state_id, lead.city,
                   lead.source_id, lead.medium_id, lead.campaign_id,
                   lead.stage_id, lead.project_template_id, lead.project_template_stage_id,
                   lead.project_current_stage_id,
                   lead.partner_id, partner.commercial_partner_id,
                   CASE WHEN frozen.is_known THEN frozen.industry_id ELSE customer.industry_id END AS industry_id,
                   CASE WHEN frozen.is_known THEN frozen.customer_user_id
                        ELSE COALESCE(partner.user_id, customer.user_id) END AS customer_user_id,
                   state.tz,
                   COALESCE(
                       (lead.project_date_end AT TIME ZONE 'UTC' AT TIME ZONE state.tz)::date, lead.date_deadline
                   ) AS date_expected,
                   COALESCE(lead.date_closed, lead.date_last_stage_update, lead.create_date) AS date_closed
              FROM crm_lead lead
              LEFT JOIN crm_team team ON team.id = lead.team_id
              LEFT JOIN res_users manager ON manager.id = lead.user_id
              JOIN res_company company
                ON company.id = COALESCE(
                       lead.company_id, team.company_id, manager.company_id, (SELECT MIN(id) FROM res_company))
             CROSS JOIN LATERAL (SELECT %(tz)s AS tz, COALESCE(lead.won_status, 'pending') AS final) state
              LEFT JOIN LATERAL (
                    SELECT true AS is_known, fact.industry_id, fact.customer_user_id
                      FROM crm_passage_fact fact
                     WHERE %(frozen)s AND fact.lead_id = lead.id
                       AND fact.partner_id IS NOT DISTINCT FROM lead.partner_id
                     LIMIT 1
                   ) frozen ON true
              LEFT JOIN res_partner partner ON partner.id = lead.partner_id
              LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
             WHERE lead.id IN (SELECT id FROM documents) AND lead.type = 'opportunity'
               AND (lead.active OR lead.won_status IN ('won', 'lost'))
            """,
            tz=self._get_time_zone(),
            frozen=frozen,
        )

    @api.model
    def _get_whole_part(self):
        """Return the part about the deal as a whole: from the first contact to won or lost."""
        return SQL(
            """
            SELECT 'deal', 0, deal.stage_id, deal.project_template_stage_id, deal.project_current_stage_id,
                   deal.project_template_id, 0,
                   CASE deal.final WHEN 'won' THEN 'passed' WHEN 'lost' THEN 'failed' ELSE 'open' END, false,
                   contact.date, closing.date,
                   CASE WHEN deal.final = 'pending' THEN contact.date + absent.seconds * INTERVAL '1 second' END,
                   CASE WHEN closing.date > contact.date
                        THEN EXTRACT(EPOCH FROM closing.date - contact.date) - absent.seconds END,
                   NULL
              FROM closing,
                   (SELECT LEAST(deal.create_date, MIN(date)) AS date FROM history WHERE kind = 'pipeline') contact,
                   (SELECT COALESCE(SUM(EXTRACT(EPOCH FROM until - since)), 0) AS seconds
                      FROM lost WHERE origin_lead_id = deal.id) absent
            """
        )
