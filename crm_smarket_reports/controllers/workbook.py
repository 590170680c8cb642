"""What all links to workbooks share: companies as the page has them, and the answer."""

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def get_model(name, companies, **context):
    """Return a model with the companies that are switched on.

    :param str companies: ids with commas between
    :raise AccessError: for companies that are not the user's
    """
    if companies:
        context["allowed_company_ids"] = [int(number) for number in companies.split(",") if number.isdigit()]
    model = request.env[name].with_context(**context)
    _allowed = model.env.companies  # refuses those that are not the user's
    return model


def answer(name, content):
    """Answer with a workbook of this name."""
    headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
    return request.make_response(content, headers)
