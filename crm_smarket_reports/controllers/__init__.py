from . import analysis, customer, dashboard, funnel, job, report_schedule
