"""How the cells of workbooks look."""

from datetime import date

# Built-in formats, by number, that Excel shows as dates are written where the reader is.
DAY, MOMENT = 14, 22
FORMATS = {
    "count": "#,##0",
    "number": "#,##0.00",
    "percent": "0.0%",
    "share": "0.0%",
    "change": "+0.0%;[Red]-0.0%;0.0%",
    "days": "#,##0.0",
    "date": DAY,
    "datetime": MOMENT,
    "month": "mmm yyyy",
}
LOOKS = {
    "": {},
    "muted": {"font_color": "#8f8f8f", "italic": True},
    "total": {"bold": True, "top": 1},
    "label": {"bold": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},
}
HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#e9ecef"}
# Words stand apart from the figures before them.
WORDS = ("text", "state")
APART = {"indent": 1}
LENGTHS = {"date": 10, "datetime": 16, "month": 8, "spark": 14}


def get_money_format(symbol, is_before, decimals):
    """Return the number format of amounts in a currency, what is below zero in red.

    >>> get_money_format("zł", False, 2)
    '#,##0.00 "zł";[Red]-#,##0.00 "zł"'
    >>> get_money_format("¥", True, 0)
    '"¥" #,##0;[Red]-"¥" #,##0'
    """
    number = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    sign = f'"{plain}"' if (plain := symbol.replace('"', "")) else ""
    amount = (f"{sign} {number}" if is_before else f"{number} {sign}").strip()
    return f"{amount};[Red]-{amount}"


class Formats:
    """The formats of a workbook, each made when it is first asked for."""

    def __init__(self, book, money):
        self.book = book
        self.numbers = {**FORMATS, "money": money}
        self.known = {}

    def get(self, kind, look=""):
        """Return the format of a type of column in one of :data:`LOOKS`."""
        if (kind, look) not in self.known:
            number = self.numbers.get(kind)
            values = {
                **LOOKS[look],
                **({"num_format": number} if number else {}),
                **(APART if kind in WORDS else {}),
            }
            self.known[kind, look] = self.book.add_format(values)
        return self.known[kind, look]

    def get_head(self, kind):
        """Return the format of a header, which stands on the side of its figures."""
        side = "left" if kind in (*WORDS, "spark") else "right"
        if ("head", side) not in self.known:
            apart = APART if side == "left" else {}
            self.known["head", side] = self.book.add_format({**HEAD, "align": side, **apart})
        return self.known["head", side]

    def get_length(self, kind, value):
        """Return how many characters a value takes, about."""
        if value is None or value is False:
            return 0
        if isinstance(value, date):
            return LENGTHS.get(kind, LENGTHS["datetime"])
        if isinstance(value, (int, float)):
            signs = str(self.numbers.get(kind, "")).partition(";")[0].replace("#,##0", "")
            return len(f"{value:,.0f}") + len(signs)
        return len(value)
