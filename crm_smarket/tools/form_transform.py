"""From the text that a visitor typed to the value that a field takes.

Every transform is a function of the text and of a `Locale`; it returns a value or raises
`TransformError` with a code that the screens put into words.
"""

import re
from datetime import date
from typing import NamedTuple

import phonenumbers

MAX_NUMBER = 1e12

_EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s,;<>\"()]{2,}")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_DATE = re.compile(r"\s*(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\s*")
_YES = {"1", "true", "yes", "y", "on", "x", "✓", "tak", "t", "да", "д"}
_NO = {"", "0", "false", "no", "n", "off", "nie", "нет", "н"}


class Locale(NamedTuple):
    """How people of a form write.

    :param country: ISO code of the country whose phone numbers come without prefix
    :param month_first: whether 3/4 is the fourth of March
    """

    country: str = ""
    month_first: bool = False


NOWHERE = Locale()


class TransformError(ValueError):
    """A text that is no such value; ``code`` is one of the keys of `TRANSFORMS`."""

    def __init__(self, code):
        self.code = code
        super().__init__(code)


def trim(text, _locale=None):
    """Return the text without space around it."""
    return text.strip()


def email(text, _locale=None):
    """Return the one e-mail address in the text, in lower case."""
    found = _EMAIL.findall(text)
    if len(found) != 1:
        raise TransformError("email")
    return found[0].strip(".").lower()


def phone(text, locale=NOWHERE):
    """Return the phone number in international form, ``+48 22 123 45 67``.

    A number without prefix is one of the locale's country.
    """
    text = text.strip()
    candidates = [text]
    digits = re.sub(r"\D", "", text)
    if text.startswith("00"):
        candidates.insert(0, f"+{digits[2:]}")
    if locale.country in ("RU", "KZ") and len(digits) == 11 and digits.startswith("8"):
        candidates.insert(0, f"+7{digits[1:]}")
    candidates.append(f"+{digits}")
    for candidate in candidates:
        try:
            number = phonenumbers.parse(candidate, locale.country or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    raise TransformError("phone")


def decimal(text, _locale=None):
    """Return a number in any usual notation: ``1 234,50``, ``1,234.50``, ``1.234,50``, ``-3``.

    With one kind of separator only, a group of exactly three digits after a repeated
    separator is thousands; a single separator is the decimal one.
    """
    text = _SPACES.sub("", text)
    sign = -1 if text.startswith(("-", "−")) else 1
    text = text.lstrip("+-−")
    marks = [char for char in text if char in ".,"]
    if len(set(marks)) == 2:
        last = marks[-1]
        whole, fraction = text.rsplit(last, 1)
        groups = re.split(r"[.,]", whole)
        if last in whole or not _are_thousands(groups):
            raise TransformError("decimal")
        text = f"{''.join(groups)}.{fraction}"
    elif len(marks) > 1:
        groups = text.split(marks[0])
        if not _are_thousands(groups):
            raise TransformError("decimal")
        text = "".join(groups)
    else:
        text = text.replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", text, re.ASCII):
        raise TransformError("decimal")
    number = sign * float(text)
    if abs(number) > MAX_NUMBER:
        raise TransformError("decimal")
    return number


def integer(text, _locale=None):
    """Return a whole number in any usual notation."""
    try:
        number = decimal(text)
    except TransformError:
        raise TransformError("integer") from None
    if number != int(number):
        raise TransformError("integer")
    return int(number)


def day(text, locale=NOWHERE):
    """Return the date in a common notation: ``2026-03-05``, ``5.3.2026``, ``05/03/26``.

    :return: datetime.date
    """
    match = _DATE.fullmatch(text.split("T")[0] if "T" in text else text)
    if not match:
        raise TransformError("date")
    first, separator, second, third = match[1], match[2], match[3], match[4]
    if len(first) == 4:
        year, month, number = first, second, third
    else:
        year, month, number = third, second, first
        if locale.month_first and separator == "/":
            month, number = number, month
    if len(year) not in (2, 4):
        raise TransformError("date")
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number))
    except ValueError:
        raise TransformError("date") from None


def yes_no(text, _locale=None):
    """Return whether the text says yes, in English, Polish or Russian."""
    word = text.strip().lower()
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


def _are_thousands(groups):
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


TRANSFORMS = {
    "trim": trim,
    "email": email,
    "phone": phone,
    "integer": integer,
    "decimal": decimal,
    "date": day,
    "boolean": yes_no,
}
