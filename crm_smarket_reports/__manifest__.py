{
    "name": "CRM Smarket: Reports",
    "summary": "The whole company in one window: receipts, shipments, margins and events, right to the cent",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Smarket",
    "license": "LGPL-3",
    "application": True,
    "depends": ["crm_smarket_stock"],
    "data": [
        "security/crm_smarket_reports_groups.xml",
        "security/ir.model.access.csv",
        "security/crm_fact_rules.xml",
        "data/ir_cron_data.xml",
    ],
    "post_init_hook": "post_init_hook",
}
