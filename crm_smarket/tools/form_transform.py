"""From the text that a visitor typed to the value that a field takes.

Every transform is a function of the text and of a `Locale`; it returns a value or raises
`TransformError` with a code that the screens put into words.
"""

import re
from datetime import date
from typing import NamedTuple

import phonenumbers

MAX_NUMBER = 1e12
MAX_VALUE = 320  # longer than any e-mail address; what is longer is no number, date, phone or address
FIRST_YEAR, LAST_YEAR = 1900, 2200

_EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s,;<>\"()]{2,}")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_NUMBER = re.compile(r"([+−-]?)(\d+(?:[.,]\d+)*[.,]?|[.,]\d+)", re.ASCII)
_DATE = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})", re.ASCII)
_TIME = re.compile(r"(?<=\d)(T|\s+)\d{1,2}:\d{2}\S*$", re.ASCII)
_YES = {"1", "true", "yes", "y", "on", "x", "✓", "tak", "t", "да", "д"}
_NO = {"", "0", "false", "no", "n", "off", "nie", "нет", "н"}


class Locale(NamedTuple):
    """How people of a form write.

    :param country: ISO code of the country whose phone numbers come without prefix
    :param month_first: whether 3/4 is the fourth of March
    :param thousands: what separates thousands, when it is a point or a comma
    """

    country: str = ""
    month_first: bool = False
    thousands: str = ""


NOWHERE = Locale()


class TransformError(ValueError):
    """A text that is no such value; ``code`` says what it should have been."""

    def __init__(self, code):
        self.code = code
        super().__init__(code)


def trim(text, _locale=NOWHERE):
    """Return the text without space around it."""
    return text.strip()


def email(text, _locale=NOWHERE):
    """Return the one e-mail address in the text, in lower case."""
    found = _EMAIL.findall(_short(text, "email"))
    if len(found) != 1:
        raise TransformError("email")
    return found[0].strip(".").lower()


def phone(text, locale=NOWHERE):
    """Return the phone number in international form, ``+48 22 123 45 67``.

    A number without prefix is one of the locale's country.
    """
    text = _short(text, "phone")
    digits = re.sub(r"\D", "", text)
    candidates = [text]
    if text.startswith("00"):
        candidates.insert(0, f"+{digits[2:]}")
    if locale.country in ("RU", "KZ") and len(digits) == 11 and digits.startswith("8"):
        candidates.insert(0, f"+7{digits[1:]}")
    if len(digits) >= 10:
        candidates.append(f"+{digits}")
    for candidate in candidates:
        try:
            number = phonenumbers.parse(candidate, locale.country or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    raise TransformError("phone")


def decimal(text, locale=NOWHERE):
    """Return a number in any usual notation: ``1 234,50``, ``1,234.50``, ``1.234,50``, ``-3``.

    Of two kinds of separators the last is the decimal one, and one that comes several times
    separates thousands. A single separator is the decimal one, unless the locale uses it for
    thousands and three digits follow.
    """
    match = _NUMBER.fullmatch(_SPACES.sub("", _short(text, "decimal")))
    if not match:
        raise TransformError("decimal")
    sign, figure = match.groups()
    marks = re.findall("[.,]", figure)
    whole, fraction = figure, ""
    if len(set(marks)) == 2 or (len(marks) == 1 and not _is_thousands(figure, locale)):
        whole, fraction = figure.rsplit(marks[-1], 1)
    groups = re.split("[.,]", whole)
    if len(set(re.findall("[.,]", whole))) > 1 or not _are_thousands(groups):
        raise TransformError("decimal")
    number = float(f"{''.join(groups)}.{fraction}" if fraction else "".join(groups) or "0")
    if number > MAX_NUMBER:
        raise TransformError("decimal")
    return -number if sign in ("-", "−") else number


def integer(text, locale=NOWHERE):
    """Return a whole number in any usual notation."""
    try:
        number = decimal(text, locale)
    except TransformError:
        raise TransformError("integer") from None
    if not number.is_integer():
        raise TransformError("integer")
    return int(number)


def day(text, locale=NOWHERE):
    """Return the date in a common notation: ``2026-03-05``, ``5.3.2026``, ``05/03/26``; a time behind it is dropped.

    :return: datetime.date
    """
    match = _DATE.fullmatch(_TIME.sub("", _short(text, "date")))
    if not match:
        raise TransformError("date")
    first, separator, second, third = match.groups()
    if len(first) == 4:
        year, month, number = first, second, third
    else:
        year, month, number = third, second, first
        if locale.month_first and separator == "/":
            month, number = number, month
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number))
    except ValueError:
        raise TransformError("date") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise TransformError("date")
    return found


def yes_no(text, _locale=NOWHERE):
    """Return whether the text says yes, in English, Polish or Russian."""
    word = _short(text, "boolean").casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise TransformError("boolean")


def table(text, values):
    """Return the value that a table gives for the text.

    :param dict values: ``{text sent: text wanted}``; upper and lower case do not matter,
        ``*`` stands for everything else
    """
    wanted = {key.strip().casefold(): value for key, value in values.items()}
    word = text.strip().casefold()
    if word in wanted:
        return wanted[word]
    if "*" in wanted:
        return wanted["*"]
    raise TransformError("table")


def _short(text, code):
    """Return the text without space around it; raise when it is far too long to be such a value."""
    text = text.strip()
    if len(text) > MAX_VALUE:
        raise TransformError(code)
    return text


def _is_thousands(figure, locale):
    """Whether the single separator of a figure stands between thousands."""
    whole, mark, rest = figure.partition(locale.thousands or "\0")
    return bool(mark) and len(rest) == 3 and 1 <= len(whole) <= 3


def _are_thousands(groups):
    """Whether these are groups of three digits, of which only the first may be shorter; or one group of any length."""
    return len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))


TRANSFORMS = {
    "trim": trim,
    "email": email,
    "phone": phone,
    "integer": integer,
    "decimal": decimal,
    "date": day,
    "boolean": yes_no,
}
