from . import analysis, dashboard, funnel
