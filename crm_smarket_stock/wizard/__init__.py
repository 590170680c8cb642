from . import crm_web_form_try, stock_address_label_print
