from . import template_export, web_form, web_form_page, website_form
