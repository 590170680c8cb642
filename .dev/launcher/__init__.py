"""What stands behind ./dev: makes ready what the project needs, then runs Odoo, the tests or the linters.

Standard library only, because it runs before anything is installed.
"""
