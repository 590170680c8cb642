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
        "security/stock_delivery_note_security.xml",
        "data/stock_delivery_note_data.xml",
        "data/stock_label_format_data.xml",
        "report/delivery_note_report.xml",
        "report/delivery_note_templates.xml",
        "wizard/stock_address_label_print_views.xml",
        "views/crm_lead_views.xml",
        "views/sale_order_views.xml",
        "views/stock_delivery_note_views.xml",
        "views/stock_picking_papers_views.xml",
        "views/res_config_settings_papers_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_smarket_stock/static/src/fulfilment_panel/**/*",
            "crm_smarket_stock/static/src/print_papers/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_smarket_stock/static/tests/**/*",
        ],
    },
}
