"""How long analyses take, and core's own answers to the same questions."""

from .timing import _time

FUNNELS = {"Opportunities": "stage_id", "Project stages": "project_template_stage_id"}
DEALS = [("type", "=", "opportunity")]
YEAR = {"months": 12, "end": False}


def time_sales(env, dimension):
    """Return how many seconds the sales analysis of twelve months takes, by a dimension."""
    return _time(env, lambda work: work["crm.smarket.analysis"].get_report("sales", {"dimension": dimension}))


def time_core_sales(env, field):
    """Return how many seconds ``sale.report`` takes for the sums of the same two periods, by a field."""
    analysis = env["crm.smarket.analysis"]
    periods = analysis._get_periods(analysis.get_report("sales")["options"])
    domains = [
        [("state", "=", "sale"), ("date", ">=", period.start), ("date", "<=", period.end)]
        for period in periods.values()
    ]

    def ask(work):
        for domain in domains:
            work["sale.report"].formatted_read_group(domain, [field], ["price_subtotal:sum"])

    return _time(env, ask)


def time_core_pipeline(env):
    """Return how many seconds core's pivot of the pipeline takes, by stage and month."""
    return _time(
        env,
        lambda work: work["crm.lead"].formatted_read_group(
            DEALS, ["stage_id", "create_date:month"], ["expected_revenue:sum", "__count"]
        ),
    )


def time_funnels(env):
    """Return ``{name: seconds}`` of both funnels in both readings, of twelve months."""
    found = {}
    for name, stage in FUNNELS.items():
        for reading in ("snapshot", "passage"):
            options = {"stage": stage, "measure": "expected_revenue", "reading": reading, "period": YEAR}
            found[f"{name}, {reading}"] = _time(
                env,
                lambda work, options=options: work["crm.smarket.funnel"].get_funnels("crm.lead", DEALS, options),
            )
    return found


def time_report(env, key, **options):
    """Return how many seconds a report takes."""
    return _time(env, lambda work: work["crm.smarket.analysis"].get_report(key, options))


def get_long_ways(env):
    """Return ``{words: options}`` of questions for which facts must be looked up in other tables."""
    product = env["product.product"].search([("name", "like", "Product %")], order="id", limit=1).id
    tag = env["res.partner.category"].search([("name", "like", "Group %")], order="id", limit=1).id
    return {
        "of one product": {"filters": {"product": [product]}},
        "of one group of customers": {"filters": {"customer_tag": [tag]}},
        "by product": {"dimension": "product"},
        "by group of customers": {"dimension": "customer_tag"},
        "by city": {"dimension": "city"},
        "customers instead of deals": {"reading": "customers"},
    }
