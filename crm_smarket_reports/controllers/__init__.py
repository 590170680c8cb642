from . import analysis, customer, dashboard, funnel
