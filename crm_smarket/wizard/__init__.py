from . import (
    crm_project_reason,
    crm_project_template_apply,
    crm_project_template_apply_line,
    crm_project_template_assign,
    crm_project_template_import,
    crm_project_place,
    crm_project_place_line,
    crm_project_template_propose,
    crm_project_template_propose_line,
    crm_web_form_try,
    crm_web_form_try_line,
)
