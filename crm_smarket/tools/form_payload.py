"""What a site posts, as a flat dict of texts: form fields, nested JSON, lists.

Names are dotted, lists count from zero: ``{"items": [{"sku": "A"}]}`` and the form field
``items[0][sku]`` are both ``items.0.sku``.
"""

import json
import re

MAX_FIELDS = 500
MAX_DEPTH = 20
MAX_NAME = 200
MAX_TEXT = 100_000

# Control characters that no person types: PostgreSQL refuses NUL, screens show the others as boxes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


class PayloadError(ValueError):
    """A body that cannot be read as fields; ``code`` says why.

    One of ``not_json``, ``not_fields``, ``not_form``, ``too_deep``, ``too_many``, ``too_long``.
    """

    def __init__(self, code):
        self.code = code
        super().__init__(code)


class _Pairs(tuple):
    """The pairs of a JSON object: a dict would keep but the last of repeated keys."""

    __slots__ = ()


def parse_json(body):
    """Return the fields of a JSON body.

    :param bytes body: UTF-8, broken sequences are replaced
    :return: ``{dotted name: text}``, numbers as they were written
    :raise PayloadError: for what is no JSON object or list, or too large
    """
    try:
        data = json.loads(
            body.decode("utf-8-sig", "replace"),
            parse_constant=str,
            parse_float=str,
            parse_int=str,
            object_pairs_hook=_Pairs,
        )
    except ValueError:
        raise PayloadError("not_json") from None
    except RecursionError:
        raise PayloadError("too_deep") from None
    if isinstance(data, list):
        data = enumerate(data)
    elif not isinstance(data, _Pairs):
        raise PayloadError("not_fields")
    return flatten(data)


def flatten(pairs):
    """Return a flat dict of texts.

    :param pairs: iterable of (name, value); values are texts, numbers, booleans, None,
        dicts or lists. A name that comes again counts on like a list: its first value
        keeps the name, and all are found together under it by `get_value`.
    :raise PayloadError: too deep, too many fields or too long
    """
    fields = {}
    for name, value in pairs:
        _add(fields, clean_text(str(name)), value, 0)
    return fields


def get_names(fields, name):
    """Return the names under which a value or a list of values was sent: ``name``, ``name.0``, ``name.1``, …"""
    name = _dotted(name)
    names = [name] if name in fields else []
    while (item := f"{name}.{len(names)}") in fields:
        names.append(item)
    return names


def get_values(fields, name):
    """Return the texts sent under ``name``, several for a list or a repeated field."""
    return [fields[sent] for sent in get_names(fields, name)]


def get_value(fields, name):
    """Return the text sent under ``name``; several values (a list, repeated fields) by commas.

    :return: the text, None when nothing was sent under this name
    """
    values = get_values(fields, name)
    return ", ".join(values) if values else None


def get_rows(fields, names):
    """Return the rows of a table that was sent, such as the products of a cart.

    ``[]`` in a name stands for each row: ``items[][sku]`` finds ``items[0][sku]``, the objects of
    a JSON list, and ``items[][sku]`` itself, sent once per row. ``sku[]`` or just ``sku`` is a list
    beside others: the first ``sku`` belongs to the first ``qty``.

    >>> get_rows({"items.0.sku": "A", "items.0.qty": "2", "items.7.sku": "B"}, ["items[][sku]", "items[][qty]"])
    [{'items[][sku]': 'items.0.sku', 'items[][qty]': 'items.0.qty'}, {'items[][sku]': 'items.7.sku'}]

    :param dict fields: flat, as `flatten` makes it
    :param names: of the columns, as the owner of the site writes them
    :return: for each row ``{name of the column: name under which its text was sent}``, in the rows' order
    """
    rows = {}
    for name in names:
        for key, sent in _find_cells(fields, name):
            rows.setdefault(key, {}).setdefault(name, sent)
    return [rows[key] for key in sorted(rows)]


def get_cell_name(name, number):
    """Return the name that a page gives to a column's input in one row: ``items[][sku]`` → ``items.0.sku``."""
    row = name.replace("[]", f"[{number}]", 1) if "[]" in name else f"{name}[{number}]"
    return _dotted(row).strip(".")


def clean_text(text):
    """Return the text without characters that cannot be stored or shown."""
    text = _SURROGATE.sub("\ufffd", text)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _dotted(name):
    """``items[0][sku]`` → ``items.0.sku``; ``tags[]`` → ``tags``; a dotted name stays as it is."""
    name = name.strip()
    while (dotted := _BRACKETS.sub(lambda match: f".{match[1]}" if match[1] else "", name).strip()) != name:
        name = dotted
    return name


def _find_cells(fields, name):
    """Yield ``(key of the row, name sent)`` of a column; keys of rows can be compared with each other."""
    place, _brackets, column = name.partition("[]")
    place, column = _dotted(place), _dotted(column).strip(".")
    if column:
        numbered = re.compile(rf"{re.escape(f'{place}.' if place else '')}([^.]+)\.{re.escape(column)}")
        repeated = f"{place}.{column}" if place else column
    else:
        numbered, repeated = re.compile(rf"{re.escape(place)}\.([0-9]+)"), place
    # the name itself is the first row, when it came again it was counted on
    again = re.compile(rf"{re.escape(repeated)}\.([0-9]+)")
    for sent in fields:
        if sent == repeated:
            yield _get_row_key("0"), sent
        elif match := numbered.fullmatch(sent) or again.fullmatch(sent):
            yield _get_row_key(match[1]), sent


def _get_row_key(text):
    """Return by what rows are ordered: numbers as such, then names."""
    is_number = text.isascii() and text.isdigit()
    return (0, int(text), "") if is_number else (1, 0, text)


def _add(fields, name, value, depth):
    if depth > MAX_DEPTH:
        raise PayloadError("too_deep")
    if len(name) > MAX_NAME:
        raise PayloadError("too_long")
    if isinstance(value, (dict, _Pairs)):
        for key, item in value.items() if isinstance(value, dict) else value:
            _add(fields, f"{name}.{clean_text(str(key))}", item, depth + 1)
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            _add(fields, f"{name}.{index}", item, depth + 1)
        return
    text = _to_text(value)
    if len(text) > MAX_TEXT:
        raise PayloadError("too_long")
    index = 1
    free = name = _dotted(name)
    while free in fields:
        free = f"{name}.{index}"
        index += 1
    fields[free] = text
    if len(fields) > MAX_FIELDS:
        raise PayloadError("too_many")


def _to_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean_text(str(value))
