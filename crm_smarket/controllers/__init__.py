from . import template_export
