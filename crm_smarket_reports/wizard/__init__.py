from . import crm_sales_target_copy
