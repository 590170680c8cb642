from . import (
    product_category,
    product_template,
    res_company_fulfilment,
    sale_order_fulfilment,
    sale_order_fulfilment_step,
    stock_move_fulfilment,
    stock_picking_fulfilment,
)
