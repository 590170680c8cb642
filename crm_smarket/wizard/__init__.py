from . import (
    crm_project_reason,
    crm_project_template_apply,
    crm_project_template_apply_line,
    crm_project_template_assign,
    crm_project_template_import,
)
