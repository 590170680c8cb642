from . import crm_smarket_demo
