from . import analysis, customer, dashboard, funnel, report_schedule
