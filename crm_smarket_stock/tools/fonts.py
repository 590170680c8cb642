"""The fonts of our papers, with Latin, Polish and Cyrillic letters: those that Odoo brings, never the machine's own."""

import base64
import functools

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from odoo.tools.misc import file_path

FOLDER = "web/static/fonts/google/Open_Sans"
REGULAR, STRONG, BOLD = "Open_Sans-Regular", "Open_Sans-SemiBold", "Open_Sans-Bold"


@functools.cache
def register():
    """Make the fonts known to reportlab, by the names of their files."""
    for name in (REGULAR, STRONG, BOLD):
        pdfmetrics.registerFont(TTFont(name, file_path(f"{FOLDER}/{name}.ttf")))


@functools.cache
def data_uri(name):
    """Return a font as an address that holds it, so that a page needs no server to be printed."""
    with open(file_path(f"{FOLDER}/{name}.ttf"), "rb") as font:
        return f"data:font/truetype;base64,{base64.b64encode(font.read()).decode()}"


def missing(text):
    """Return the characters of a text that the fonts lack, each once, in their order.

    >>> missing("Łódź, Екатеринбург")
    ''
    >>> missing("東京 Tokyo")
    '東京'
    """
    register()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in known and not sign.isspace()))


def width(text, name, size):
    """Return the width of a text, in the unit of the size."""
    register()
    return pdfmetrics.stringWidth(text, name, size)


def wrap(text, name, size, limit):
    """Return the text as lines no wider than the limit; words wider than a line are cut.

    >>> wrap("Scale CAS SW-5", REGULAR, 10, 60)
    ['Scale CAS', 'SW-5']

    :param str text: may hold line breaks, which are kept
    :param str name: the font
    :param float size: size of the font
    :param float limit: width of a line, in the unit of the size
    """
    lines = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".lstrip()
            if width(longer, name, size) <= limit:
                line = longer
                continue
            if line:
                lines.append(line)
            while width(word, name, size) > limit:
                fits = max(1, sum(width(word[:end], name, size) <= limit for end in range(1, len(word) + 1)))
                lines.append(word[:fits])
                word = word[fits:]
            line = word
        lines.append(line)
    return [line for line in lines if line]


def fit(text, name, size, limit, high, leading=1.18):
    """Return the text as lines for a box, as large as they fit.

    :param str text: the text
    :param str name: the font
    :param float size: the size that is wanted; at half of it the text is cut
    :param float limit: width of the box, in the unit of the size
    :param float high: height of the box, in the unit of the size
    :param float leading: height of a line, as a multiple of the size
    :return: (size, lines)
    """
    least = size / 2
    while True:
        lines = wrap(text, name, size, limit)
        if len(lines) * size * leading <= high:
            return size, lines
        if size <= least:
            return size, lines[: max(1, int(high / size / leading))]
        size = max(least, size * 0.95)
