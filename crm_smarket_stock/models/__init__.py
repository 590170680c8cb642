from . import product_category, product_template
