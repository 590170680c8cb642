from . import crm_project_reason, crm_project_template_assign
