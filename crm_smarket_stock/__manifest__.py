{
    "name": "CRM Smarket: Orders and Stock",
    "summary": "From the order to the goods at the door: stock at once, guided fulfilment, WZ and labels",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Smarket",
    "license": "LGPL-3",
    "application": True,
    "depends": ["crm_smarket", "sale_crm", "sale_stock", "stock_delivery"],
    "data": [
        "security/ir.model.access.csv",
        "security/sale_order_fulfilment_step_security.xml",
    ],
}
