from . import template_export, web_form
