from . import (
    crm_lead,
    product_category,
    product_template,
    res_company_fulfilment,
    sale_order_fulfilment,
    sale_order_fulfilment_step,
    sale_order_panel,
    stock_location,
    stock_move_fulfilment,
    stock_picking_fulfilment,
)
