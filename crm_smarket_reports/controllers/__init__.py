from . import dashboard, funnel
