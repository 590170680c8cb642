{
    "name": "CRM Smarket: Sales Projects",
    "summary": "The course of every deal as stages with dates, people, documents and rules",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "CRM Smarket",
    "license": "LGPL-3",
    "application": True,
    "depends": ["crm", "website_crm", "product"],
    "data": [
        "security/crm_smarket_security.xml",
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "wizard/crm_project_reason_views.xml",
        "wizard/crm_project_template_assign_views.xml",
        "views/crm_project_stage_views.xml",
        "views/crm_project_template_views.xml",
        "views/crm_project_template_stage_views.xml",
        "views/crm_project_transition_views.xml",
        "views/crm_lead_views.xml",
        "views/crm_team_views.xml",
        "views/crm_smarket_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_smarket/static/src/plan_field/**/*",
            "crm_smarket/static/src/stage_chips/**/*",
            "crm_smarket/static/src/stage_dialog/**/*",
        ],
        "web.assets_backend_lazy": [
            "crm_smarket/static/src/plan_diagram/**/*",
            "crm_smarket/static/src/views/**/*",
        ],
        "web.assets_unit_tests": [
            "crm_smarket/static/tests/**/*",
        ],
    },
}
