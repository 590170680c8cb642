from . import (
    crm_fact,
    crm_fact_source,
    crm_receipt_fact,
    crm_shipment_fact,
    crm_sold_fact,
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    sale_order,
    sale_order_line,
    stock_move,
)
