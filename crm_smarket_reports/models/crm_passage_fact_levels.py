from odoo import api, models
from odoo.tools import SQL


class CrmPassageFact(models.Model):
    """The parts of the query of passages that are about columns and about project stages.

    They are about one deal, ``deal``, and build on its ``history``, each entry of which has
    the date of the next one as ``until``, on ``closing``, when it was won or lost if it is, and
    on ``lost``, the times after which it was restored.
    """

    _inherit = "crm.passage.fact"

    @api.model
    def _get_columns_part(self):
        """Return the parts about columns of the pipeline.

        What the history tells twice, as when the past was read in too, is no return to a column.
        The order of columns is today's. A column was skipped when the deal went past it,
        provided that it was there and the team's; won ones are not skipped.
        """
        return SQL(
            """
            stay AS (
                SELECT entry.origin_lead_id, entry.crm_stage_to_id AS id, entry.date AS since, entry.until,
                       entry.column_before IS DISTINCT FROM entry.crm_stage_to_id AS is_entered,
                       place.number, place.sequence,
                       MAX(place.number) OVER (
                           PARTITION BY entry.origin_lead_id ORDER BY entry.date DESC, entry.id DESC
                       ) AS later,
                       MAX(place.number) OVER () AS furthest,
                       (SELECT SUM(EXTRACT(EPOCH FROM
                                   LEAST(entry.until, lost.until) - GREATEST(entry.date, lost.since)))
                          FROM lost
                         WHERE lost.origin_lead_id = entry.origin_lead_id AND lost.until > entry.date
                           AND (entry.until IS NULL OR lost.since < entry.until)) AS absent
                  FROM history entry
                  JOIN place ON place.id = entry.crm_stage_to_id
                 WHERE entry.kind = 'pipeline'
            ),
            visit AS (
                SELECT origin_lead_id, id, number, sequence,
                       MIN(since) AS date_entered, MAX(until) AS date_left,
                       COUNT(*) FILTER (WHERE is_entered) > 1 AS is_revisited,
                       CASE WHEN origin_lead_id = deal.id THEN MAX(later) ELSE MAX(furthest) END > number AS went_on,
                       MAX(since) FILTER (WHERE until IS NULL) AS present_since,
                       COALESCE(SUM(EXTRACT(EPOCH FROM until - since)), 0) - COALESCE(SUM(absent), 0) AS seconds
                  FROM stay
                 GROUP BY origin_lead_id, id, number, sequence
            ),
            reached AS MATERIALIZED (
                SELECT DISTINCT ON (id) *
                  FROM visit
                 ORDER BY id, origin_lead_id = deal.id DESC, origin_lead_id <> 0 DESC, date_entered
            ),
            pipeline_level AS (
                SELECT id, sequence,
                       CASE WHEN deal.final = 'won' OR went_on THEN 'passed'
                            WHEN deal.final = 'lost' THEN 'failed' ELSE 'open' END AS outcome,
                       is_revisited, date_entered,
                       CASE WHEN present_since IS NULL THEN date_left
                            WHEN deal.final = 'lost' THEN closing.date END AS date_left,
                       CASE WHEN deal.final = 'pending' AND origin_lead_id <> 0
                            THEN present_since - seconds * INTERVAL '1 second' END AS date_counted,
                       CASE WHEN origin_lead_id = 0 THEN NULL
                            WHEN present_since IS NULL THEN seconds
                            WHEN deal.final = 'lost'
                            THEN seconds + GREATEST(EXTRACT(EPOCH FROM closing.date - present_since), 0)
                        END AS seconds
                  FROM reached, closing
                UNION ALL
                SELECT place.id, place.sequence, 'skipped', false, NULL, MIN(beyond.date_entered), NULL, NULL
                  FROM place
                  JOIN reached beyond ON beyond.number > place.number AND beyond.date_entered >= place.create_date
                 WHERE place.number > (SELECT MIN(number) FROM reached) AND NOT place.is_won
                   AND place.id NOT IN (SELECT id FROM reached)
                   AND (deal.team_id IS NULL
                        OR NOT EXISTS (SELECT FROM crm_stage_crm_team_rel link WHERE link.crm_stage_id = place.id)
                        OR EXISTS (SELECT FROM crm_stage_crm_team_rel link
                                    WHERE link.crm_stage_id = place.id AND link.crm_team_id = deal.team_id))
                 GROUP BY place.id, place.sequence
            )
            """
        )

    @api.model
    def _get_stages_part(self):
        """Return the parts about project stages.

        Begin and end are those of the stage, which people may correct; from the history comes
        what it does not know any more. A deal that is lost while no stage is in progress is
        lost before the next one, which it has not entered.
        """
        return SQL(
            """
            story AS (
                SELECT project_stage_id,
                       BOOL_AND(origin_lead_id = deal.id) AS is_own,
                       BOOL_OR(state_to = 'in_progress') AS has_begun,
                       BOOL_OR(state_from = 'done' AND state_to = 'in_progress') AS is_revisited,
                       MAX(date) FILTER (WHERE state_to = 'cancelled') AS date_cancelled
                  FROM history
                 WHERE kind = 'stage'
                 GROUP BY project_stage_id
            ),
            touched AS (
                SELECT stage.*, story.is_own, story.is_revisited AS was_reopened,
                       CASE WHEN stage.state <> 'cancelled' OR story.has_begun THEN stage.date_start END
                           AS date_entered,
                       CASE WHEN stage.state = 'done' THEN stage.date_end
                            WHEN stage.is_skipped THEN COALESCE(story.date_cancelled, stage.create_date)
                            ELSE stage.date_loss END AS date_left,
                       stage.state = 'cancelled' AND stage.is_skipped IS NOT TRUE
                           AND stage.loss_state = 'not_started' AS is_lost_before,
                       -- what was in progress sorts before what had not started
                       ROW_NUMBER() OVER (
                           PARTITION BY COALESCE(stage.is_skipped, false), stage.state
                               ORDER BY stage.loss_state, stage.date_start, stage.sequence, stage.id) AS number
                  FROM crm_project_stage stage
                  LEFT JOIN story ON story.project_stage_id = stage.id
                 WHERE stage.lead_id = deal.id AND stage.state <> 'not_started'
                   AND (stage.state <> 'cancelled' OR stage.is_skipped OR stage.loss_state IS NOT NULL)
            ),
            counted AS (
                SELECT DISTINCT ON (template_stage_id) *,
                       (SELECT COALESCE(SUM(EXTRACT(EPOCH FROM
                                   LEAST(entry.until, touched.date_left)
                                   - GREATEST(entry.date, touched.date_entered))), 0)
                          FROM history entry
                         WHERE entry.project_stage_id = touched.id AND entry.kind = 'stage'
                           AND entry.state_to = 'cancelled' AND entry.until > touched.date_entered
                           AND (touched.date_left IS NULL OR entry.date < touched.date_left)) AS paused
                  FROM touched
                 WHERE NOT is_lost_before OR number = 1
                 ORDER BY template_stage_id, is_own DESC NULLS LAST, id
            ),
            stage_level AS (
                SELECT id, template_stage_id, template_id, sequence,
                       CASE WHEN state = 'done' THEN 'passed' WHEN state = 'in_progress' THEN 'open'
                            WHEN is_skipped THEN 'skipped' ELSE 'failed' END AS outcome,
                       COALESCE(was_reopened, false) AS is_revisited,
                       COALESCE(date_entered, CASE WHEN date_left IS NULL THEN create_date END) AS date_entered,
                       date_left,
                       CASE WHEN state = 'in_progress' THEN date_entered + paused * INTERVAL '1 second' END
                           AS date_counted,
                       CASE WHEN date_left > date_entered AND is_skipped IS NOT TRUE
                            THEN EXTRACT(EPOCH FROM date_left - date_entered) - paused END AS seconds,
                       EXTRACT(EPOCH FROM baseline_date_end - baseline_date_start) AS planned
                  FROM counted
            )
            """
        )
