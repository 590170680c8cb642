from . import stock_address_label_print
