"""Three years of deals with their projects and history, written by SQL alone, beside the trade of :mod:`.fill`."""

from projects import make_template

from .fill import DAYS, FIRST, vacuum, without_indexes

STAGES = 12  # of a project
TEMPLATES = 3
TABLES = ("crm_lead", "crm_project_stage", "crm_project_transition", "crm_project_product_line")


def fill(env, deals):
    """Write so many opportunities, each with a project of twelve stages, and their ways through stages and columns.

    What began more than ninety days ago has been won or lost, the rest is under way.
    """
    cr, values = env.cr, _get_values(env, deals)
    with without_indexes(cr, TABLES):
        cr.execute("SET LOCAL session_replication_role = replica")  # what is referred to is there
        for statement in STATEMENTS:
            cr.execute(statement, values)
        cr.execute("SET LOCAL session_replication_role = origin")
    for table in TABLES:
        cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}) + 1)")
    cr.commit()
    vacuum(env, TABLES)
    env.invalidate_all(flush=False)


def _get_values(env, deals):
    """Return what the statements refer to."""
    root = env(user=1, su=True)
    users = root["res.users"].search([("login", "like", "manager%")], order="id")
    templates = [make_template(root, STAGES) for _number in range(TEMPLATES)]
    sources = root["utm.source"].search([], order="id", limit=5)
    columns = root["crm.stage"].search([("is_won", "=", False)], order="sequence, id")
    tags = root["res.partner.category"].create([{"name": f"Group {number}"} for number in range(20)])
    env.cr.commit()
    return {
        "deals": deals,
        "days": DAYS,
        "stages": STAGES,
        "users": users.ids,
        "companies": env.companies.sorted("id").ids,
        "customers": _count_customers(env),
        "templates": [template.id for template in templates],
        "rules": [template.stage_ids.sorted("sequence").ids for template in templates],
        "columns": columns.ids,
        "won": root["crm.stage"].search([("is_won", "=", True)], limit=1).id,
        "lost_reason": root["crm.lost.reason"].search([], limit=1).id,
        "sources": sources.ids,
        "tags": tags.ids,
        "products": root["product.product"].search([("name", "like", "Product %")], order="id").ids,
        "team": env.ref("sales_team.team_sales_department").id,
        "country": env.ref("base.pl").id,
    }


def _count_customers(env):
    env.cr.execute("SELECT COUNT(*) FROM res_partner WHERE id >= %s AND name LIKE 'Customer %%'", [FIRST])
    return env.cr.fetchone()[0]


# How a deal goes is said by its number: at which stage it was lost, or stands; 13 is won.
_BORN = (
    "date_trunc('second', (now() AT TIME ZONE 'UTC')::timestamp)"
    " - make_interval(secs => (%(days)s - number::float8 * %(days)s / %(deals)s) * 86400)"
)
_REACHED = """
    CASE WHEN number::float8 * %(days)s / %(deals)s > %(days)s - 90
         THEN 1 + ((%(days)s - number::float8 * %(days)s / %(deals)s) / 90 * %(stages)s)::int %% %(stages)s
         WHEN number * 7 %% 100 < 35 THEN %(stages)s + 1
         ELSE 1 + number * 11 %% %(stages)s END
"""
_FATE = f"""
    CREATE TEMP TABLE deal_fate ON COMMIT DROP AS
    SELECT {FIRST} + number AS id, number, born, reached,
           CASE WHEN is_open THEN 'pending' WHEN reached > %(stages)s THEN 'won' ELSE 'lost' END AS final,
           (%(users)s::int[])[number * 7 %% 50 / 5 * 5 + number %% 5 + 1] AS user_id,
           1 + LEAST(reached - 1, %(stages)s - 1) * CARDINALITY(%(columns)s::int[]) / %(stages)s AS column_number,
           {FIRST} + (number::bigint * 104729 %% %(customers)s)::int AS partner_id
      FROM (SELECT number, {_BORN} AS born, {_REACHED} AS reached,
                   number::float8 * %(days)s / %(deals)s > %(days)s - 90 AS is_open
              FROM generate_series(0, %(deals)s - 1) number) deal
"""
# A stage takes between two and eight days, the next one begins as it ends.
_BEGIN = "born + (place - 1) * INTERVAL '5 days' + fate.number * place * 7 %% 48 * INTERVAL '1 hour'"
_END = "born + (place - 1) * INTERVAL '5 days' + (72 + fate.number * (place + 3) * 13 %% 120) * INTERVAL '1 hour'"
STATEMENTS = (
    _FATE,
    """
    INSERT INTO res_partner_res_partner_category_rel (partner_id, category_id)
    SELECT id, (%(tags)s::int[])[id %% 20 + 1] FROM res_partner WHERE id IN (SELECT partner_id FROM deal_fate)
    """,
    """
    INSERT INTO crm_lead (id, name, type, active, user_id, team_id, company_id, partner_id, country_id, city, stage_id,
                          expected_revenue, probability, automated_probability, won_status, lost_reason_id, source_id,
                          priority, create_date, write_date, date_open, date_closed, date_last_stage_update,
                          date_deadline, project_template_id, project_revision, project_date_start)
    SELECT id, 'Deal ' || number, 'opportunity', final <> 'lost', user_id, %(team)s,
           (%(companies)s::int[])[number %% 5 + 1], partner_id, %(country)s, 'City ' || number %% 200,
           CASE final WHEN 'won' THEN %(won)s ELSE (%(columns)s::int[])[column_number] END,
           1000 + number * 37 %% 9000, CASE final WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE 30 END, 30, final,
           CASE final WHEN 'lost' THEN %(lost_reason)s END, (%(sources)s::int[])[number %% 5 + 1], '1',
           born, born, born, CASE WHEN final <> 'pending' THEN born + reached * INTERVAL '5 days' END,
           born + reached * INTERVAL '5 days', (born + INTERVAL '75 days')::date,
           (%(templates)s::int[])[number %% 3 + 1], 1, born
      FROM deal_fate
    """,
    f"""
    INSERT INTO crm_project_stage (id, lead_id, template_stage_id, template_id, company_id, team_id, sequence, name,
                                   dependency_type, "offset", offset_unit, duration, duration_unit, lag, lag_unit,
                                   state, loss_state, date_loss, date_origin, date_start, date_end,
                                   baseline_date_start, baseline_date_end, create_date)
    SELECT {FIRST} + fate.number * %(stages)s + place, fate.id, (%(rules)s::int[][])[fate.number %% 3 + 1][place],
           (%(templates)s::int[])[fate.number %% 3 + 1], (%(companies)s::int[])[fate.number %% 5 + 1], %(team)s, place,
           jsonb_build_object('en_US', 'Stage ' || place), 'soft', place, 'days', 5, 'days', 0, 'days',
           CASE WHEN place < reached THEN 'done' WHEN final = 'lost' THEN 'cancelled'
                WHEN place = reached THEN 'in_progress' ELSE 'not_started' END,
           CASE WHEN place < reached OR final <> 'lost' THEN NULL
                WHEN place = reached THEN 'in_progress' ELSE 'not_started' END,
           CASE WHEN place >= reached AND final = 'lost' THEN born + reached * INTERVAL '5 days' END,
           born, {_BEGIN}, {_END}, born + (place - 1) * INTERVAL '5 days', born + place * INTERVAL '5 days', born
      FROM deal_fate fate, generate_series(1, %(stages)s) place
    """,
    f"""
    INSERT INTO crm_project_transition (lead_id, origin_lead_id, kind, name, project_stage_id, template_stage_id,
                                        state_from, state_to, date, user_id)
    SELECT stage.lead_id, stage.lead_id, 'stage', 'Stage ' || stage.sequence, stage.id, stage.template_stage_id,
           change.state_from, change.state_to, change.date, fate.user_id
      FROM crm_project_stage stage
      JOIN deal_fate fate ON fate.id = stage.lead_id
     CROSS JOIN LATERAL (
            VALUES ('not_started', 'in_progress', stage.date_start),
                   ('in_progress', 'done', CASE WHEN stage.state = 'done' THEN stage.date_end END),
                   ('in_progress', 'cancelled', CASE WHEN stage.loss_state = 'in_progress' THEN stage.date_loss END)
           ) AS change(state_from, state_to, date)
     WHERE stage.id >= {FIRST} AND stage.sequence <= fate.reached AND change.date IS NOT NULL
    """,
    """
    INSERT INTO crm_project_transition (lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id, date,
                                        user_id)
    SELECT id, id, 'pipeline', 'Column', (%(columns)s::int[])[number - 1], (%(columns)s::int[])[number],
           born + (number - 1) * %(stages)s / CARDINALITY(%(columns)s::int[]) * INTERVAL '5 days', user_id
      FROM (SELECT fate.id, fate.born, fate.user_id, column_number, generate_series(1, column_number) AS number
              FROM deal_fate fate) entered
    """,
    """
    INSERT INTO crm_project_transition (lead_id, origin_lead_id, kind, name, crm_stage_from_id, crm_stage_to_id,
                                        outcome_from, outcome_to, date, user_id)
    SELECT id, id, kind, 'Won', CASE kind WHEN 'pipeline' THEN (%(columns)s::int[])[column_number] END,
           CASE kind WHEN 'pipeline' THEN %(won)s END, CASE kind WHEN 'outcome' THEN 'pending' END,
           CASE kind WHEN 'outcome' THEN final END, born + reached * INTERVAL '5 days', user_id
      FROM deal_fate, UNNEST(ARRAY['pipeline', 'outcome']) kind
     WHERE final = 'won' OR final = 'lost' AND kind = 'outcome'
    """,
    f"""
    INSERT INTO crm_project_product_line (lead_id, stage_id, sequence, product_id, name, quantity, price_unit,
                                          planned_amount, create_date)
    SELECT id, {FIRST} + number * %(stages)s + 1, 1, (%(products)s::int[])[number %% 2000 + 1], 'Goods', 1,
           1000 + number * 37 %% 9000, 1000 + number * 37 %% 9000, born
      FROM deal_fate
    """,
)
