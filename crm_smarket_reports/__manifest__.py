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
        "data/general_information_mail_templates.xml",
        "data/ir_cron_data.xml",
        "views/crm_receipt_fact_views.xml",
        "views/crm_shipment_fact_views.xml",
        "views/crm_sold_fact_views.xml",
        "views/crm_fact_run_views.xml",
        "views/crm_smarket_dashboard_views.xml",
        "views/crm_smarket_reports_menus.xml",
        "views/res_users_views.xml",
    ],
    "demo": [
        "demo/crm_smarket_reports_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_smarket_reports/static/src/loader/**/*",
        ],
        "web.assets_backend_lazy": [
            "crm_smarket_reports/static/src/fact_views/**/*",
        ],
        "crm_smarket_reports.assets_dashboard": [
            ("include", "web._assets_helpers"),
            ("include", "web._assets_backend_helpers"),
            "web/static/src/scss/pre_variables.scss",
            "web/static/lib/bootstrap/scss/_variables.scss",
            "web/static/lib/bootstrap/scss/_variables-dark.scss",
            "web/static/lib/bootstrap/scss/_maps.scss",
            "crm_smarket_reports/static/src/**/*",
            ("remove", "crm_smarket_reports/static/src/fact_views/**/*"),
            ("remove", "crm_smarket_reports/static/src/loader/**/*"),
        ],
        "web.assets_unit_tests_setup": [
            ("include", "crm_smarket_reports.assets_dashboard"),
            "crm_smarket_reports/static/src/fact_views/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_smarket_reports/static/tests/*.js",
        ],
        "web.assets_tests": [
            "crm_smarket_reports/static/tests/tours/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
