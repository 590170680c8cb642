"""Which column of a cart means what, by the names that shops commonly give them."""

from odoo.addons.crm_smarket.tools.form_guess import guess_mapping

# The reference goes before the name: of several columns for a product the first with a text counts.
_WORDS = [
    ("line.product", "trim", ("sku", "article", "code", "reference", "barcode", "ean", "артикул", "indeks", "kod")),
    ("line.quantity", "trim", ("qty", "quantity", "count", "ilosc", "количество", "кол")),
    ("line.unit", "trim", ("unit", "uom", "jm", "jednostka", "ед", "единица")),
    ("line.note", "trim", ("note", "comment", "uwagi", "комментарий")),
    ("line.product", "trim", ("product", "name", "title", "produkt", "nazwa", "towar", "товар", "название")),
]


def guess_columns(names):
    """Propose the columns of the cart that a sample holds.

    >>> guess_columns(["email", "items.0.sku", "items.0.qty", "items.0.price", "items.1.sku"])
    [('items[][sku]', 'line.product', 'trim'), ('items[][qty]', 'line.quantity', 'trim')]

    :param names: dotted, as tools.form_payload makes them
    :return: list of ``(name of the column, target, transform)``
    """
    columns = dict.fromkeys(filter(None, map(_get_column, names)))
    return guess_mapping(columns, _WORDS)


def _get_column(name):
    """Return the column of a cell, ``items.0.sku`` → ``items[][sku]``; None for a name without a number."""
    parts = name.split(".")
    places = [place for place, part in enumerate(parts) if part.isdigit()]
    if not places:
        return None
    parts[places[-1]] = ""
    first, *others = parts
    return first + "".join(f"[{part}]" for part in others) if first else "[]" + "".join(f"[{part}]" for part in others)
