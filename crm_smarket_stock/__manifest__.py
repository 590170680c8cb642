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
        "views/crm_lead_views.xml",
        "views/sale_order_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_smarket_stock/static/src/fulfilment_panel/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_smarket_stock/static/tests/**/*",
        ],
    },
}
