"""Carts as sites send them, read as rows."""

import pytest

from odoo.addons.crm_smarket.tools.form_payload import flatten, get_cell_name, get_rows, parse_json


def read(fields, *columns):
    """Return the texts of the rows, a tuple for each."""
    rows = get_rows(fields, columns)
    return [tuple(fields.get(row.get(column)) for column in columns) for row in rows]


CART = [("A", "2"), ("B", "1")]


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        (
            flatten([("items[0][sku]", "A"), ("items[0][qty]", 2), ("items[1][sku]", "B"), ("items[1][qty]", 1)]),
            ("items[][sku]", "items[][qty]"),
        ),
        (parse_json(b'{"items": [{"sku": "A", "qty": 2}, {"qty": 1, "sku": "B"}]}'), ("items[][sku]", "items[].qty")),
        (parse_json(b'[{"sku": "A", "qty": 2}, {"sku": "B", "qty": 1}]'), ("[][sku]", "[][qty]")),
        (flatten([("sku[]", "A"), ("qty[]", 2), ("sku[]", "B"), ("qty[]", 1)]), ("sku[]", "qty[]")),
        (flatten([("sku", "A"), ("qty", 2), ("sku", "B"), ("qty", 1)]), ("sku", "qty")),
        (parse_json(b'{"sku": ["A", "B"], "qty": [2, 1]}'), ("sku[]", "qty[]")),
        (
            flatten([("items[][sku]", "A"), ("items[][qty]", 2), ("items[][sku]", "B"), ("items[][qty]", 1)]),
            ("items[][sku]", "items[][qty]"),
        ),
        (
            parse_json(
                b'{"order": {"cart": {"x1": {"sku": "A", "n": {"of": 2}}, "x2": {"sku": "B", "n": {"of": 1}}}}}'
            ),
            ("order[cart][][sku]", "order.cart[].n.of"),
        ),
    ],
)
def test_every_notation_is_the_same_cart(fields, columns):
    assert read(fields, *columns) == CART


def test_rows_with_gaps_and_without_a_cell_stay_together():
    fields = flatten([("i[10][sku]", "C"), ("i[2][sku]", "B"), ("i[2][qty]", "5"), ("i[0][qty]", "7")])
    assert read(fields, "i[][sku]", "i[][qty]") == [(None, "7"), ("B", "5"), ("C", None)]


def test_one_object_is_one_row():
    assert read(parse_json(b'{"items": {"sku": "A", "qty": 2}}'), "items[][sku]", "items[][qty]") == [("A", "2")]


def test_nothing_of_another_name_is_a_row():
    fields = flatten([("items.0.skus", "A"), ("xitems.0.sku", "B"), ("items.0.sku.9.x", "C"), ("items.0.0.sku", "D")])
    assert read(fields, "items[][sku]") == []
    assert read(flatten([("sku.a", "A"), ("skus", "B")]), "sku[]") == []
    assert read({}, "items[][sku]") == []


def test_the_name_of_a_cell_is_read_again():
    for column in ("items[][sku]", "sku[]", "sku", "[][sku]", "items[].sku"):
        name = get_cell_name(column, 3)
        assert get_rows(flatten([(name, "A")]), [column]) == [{column: name}]
