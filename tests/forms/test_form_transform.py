"""What a visitor typed becomes a value in the notation of the visitor's country, or is refused with its reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_smarket.tools.form_transform import TRANSFORMS, Locale, TransformError, table

POLAND = Locale(country="PL")
RUSSIA = Locale(country="RU")
AMERICA = Locale(country="US", month_first=True, thousands=",")
GERMANY = Locale(country="DE", thousands=".")
NOWHERE = Locale()


def refused(name, text, locale=NOWHERE):
    with pytest.raises(TransformError) as caught:
        TRANSFORMS[name](text, locale)
    return caught.value.code


@pytest.mark.parametrize(
    "text, locale, expected",
    [
        ("1 234,50", NOWHERE, 1234.5),
        ("1\u00a0234,50", NOWHERE, 1234.5),
        ("1\u202f234", NOWHERE, 1234),
        ("1,234.50", NOWHERE, 1234.5),
        ("1.234,50", NOWHERE, 1234.5),
        ("1.234.567,89", NOWHERE, 1234567.89),
        ("1'234.5", NOWHERE, 1234.5),
        ("1,234", POLAND, 1.234),
        ("1,234", AMERICA, 1234),
        ("1,23", AMERICA, 1.23),
        ("1.234", GERMANY, 1234),
        ("1.234.567", POLAND, 1234567),
        ("-3", NOWHERE, -3),
        ("−3,5", NOWHERE, -3.5),
        (" +7 ", NOWHERE, 7),
        (".5", NOWHERE, 0.5),
        ("5,", NOWHERE, 5),
        ("0", NOWHERE, 0),
    ],
)
def test_decimal(text, locale, expected):
    assert TRANSFORMS["decimal"](text, locale) == expected


@pytest.mark.parametrize(
    "text", ["", "abc", "--5", "1.2.3", "1,2345.6", "1,234,567.1.2", ",", "1e5", "NaN", "inf", "=1+1", "9" * 14, "٣"]
)
def test_no_decimal(text):
    assert refused("decimal", text) == "decimal"


@given(st.integers(0, 10**9), st.sampled_from([(" ", ","), (",", "."), (".", ","), ("\u00a0", ","), ("'", ".")]))
def test_decimal_as_formatted(cents, marks):
    """A number written with thousands and two decimals is this number, whatever the marks."""
    thousands, point = marks
    text = f"{cents / 100:,.2f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
    assert TRANSFORMS["decimal"](text, NOWHERE) == cents / 100


@pytest.mark.parametrize("text, expected", [("12", 12), ("1 200", 1200), ("12,0", 12), ("-4", -4)])
def test_integer(text, expected):
    value = TRANSFORMS["integer"](text, NOWHERE)
    assert value == expected and isinstance(value, int)


@pytest.mark.parametrize("text", ["", "1,5", "many"])
def test_no_integer(text):
    assert refused("integer", text) == "integer"


@pytest.mark.parametrize(
    "text, locale, expected",
    [
        ("2026-03-05", NOWHERE, date(2026, 3, 5)),
        ("2026-03-05T10:00:00Z", NOWHERE, date(2026, 3, 5)),
        ("2026-03-05 10:00", NOWHERE, date(2026, 3, 5)),
        ("2026/3/5", NOWHERE, date(2026, 3, 5)),
        ("5.3.2026", NOWHERE, date(2026, 3, 5)),
        ("05.03.26", NOWHERE, date(2026, 3, 5)),
        (" 5 . 3 . 2026 ", NOWHERE, date(2026, 3, 5)),
        ("05/03/2026", NOWHERE, date(2026, 3, 5)),
        ("03/05/2026", AMERICA, date(2026, 3, 5)),
        ("05.03.2026", AMERICA, date(2026, 3, 5)),
    ],
)
def test_date(text, locale, expected):
    assert TRANSFORMS["date"](text, locale) == expected


@pytest.mark.parametrize("text", ["", "31.02.2026", "1.1.1", "5.3", "2026-03/05", "tomorrow", "5.3.126", "01.01.1789"])
def test_no_date(text):
    assert refused("date", text) == "date"


@given(
    st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d"])
)
def test_date_as_formatted(day, notation):
    assert TRANSFORMS["date"](day.strftime(notation), POLAND) == day


@pytest.mark.parametrize(
    "text, locale, expected",
    [
        ("22 123 45 67", POLAND, "+48 22 123 45 67"),
        ("601-234-567", POLAND, "+48 601 234 567"),
        ("48 22 123 45 67", POLAND, "+48 22 123 45 67"),
        ("0048 22 123 45 67", NOWHERE, "+48 22 123 45 67"),
        ("8 (343) 123-45-67", RUSSIA, "+7 343 123-45-67"),
        ("+7 343 123 45 67", POLAND, "+7 343 123-45-67"),
        ("(212) 555-0123", AMERICA, "+1 212-555-0123"),
    ],
)
def test_phone(text, locale, expected):
    assert TRANSFORMS["phone"](text, locale) == expected


@pytest.mark.parametrize("text", ["", "12", "call me", "22 123 45 67", "<script>"])
def test_no_phone(text):
    assert refused("phone", text) == "phone"


@pytest.mark.parametrize(
    "text, expected",
    [
        (" Anna@Example.COM ", "anna@example.com"),
        ("Anna Nowak <anna@example.com>", "anna@example.com"),
        ("mailto anna@example.com.", "anna@example.com"),
        ("иван@почта.рф", "иван@почта.рф"),
    ],
)
def test_email(text, expected):
    assert TRANSFORMS["email"](text, NOWHERE) == expected


@pytest.mark.parametrize(
    "text", ["", "anna", "anna@", "@example.com", "a@b.pl, c@d.pl", "a@b", "x" * 400 + "@example.com"]
)
def test_no_email(text):
    assert refused("email", text) == "email"


@pytest.mark.parametrize("text", ["1", "yes", "ON", "tak", "Да", "true"])
def test_yes(text):
    assert TRANSFORMS["boolean"](text, NOWHERE) is True


@pytest.mark.parametrize("text", ["0", "No", "nie", "НЕТ", "", "off"])
def test_no(text):
    assert TRANSFORMS["boolean"](text, NOWHERE) is False


def test_neither_yes_nor_no():
    assert refused("boolean", "maybe") == "boolean"


def test_table():
    values = {"Kraków": "PL-12", "Łódź": "PL-10"}
    assert table(" KRAKÓW ", values) == "PL-12"
    assert table("elsewhere", {**values, "*": "PL"}) == "PL"
    with pytest.raises(TransformError):
        table("elsewhere", values)


@given(st.sampled_from(sorted(TRANSFORMS)), st.text(), st.sampled_from([NOWHERE, POLAND, RUSSIA, AMERICA]))
def test_whatever_is_typed(name, text, locale):
    """No text brings anything but a value or a refusal that says what was wanted."""
    try:
        TRANSFORMS[name](text, locale)
    except TransformError as error:
        assert error.code == name


@pytest.mark.parametrize("name", sorted(set(TRANSFORMS) - {"trim"}))
@pytest.mark.parametrize("piece", ["a", "1", " ", "1,", "@", "a@", "+"])
def test_long_text_is_refused_at_once(name, piece):
    """A hundred thousand characters do not keep a transform busy."""
    if name == "boolean" and not piece.strip():
        return
    assert refused(name, piece * 100_000) == name
