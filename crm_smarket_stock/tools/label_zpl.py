"""Address labels in ZPL II, for thermal printers of 203 and 300 dots per inch.

Texts are UTF-8 (``^CI28``). What the printer's own font surely has, the Latin alphabets with the Polish letters, is
sent as text; any other text, such as Cyrillic, is sent as a picture of it, so that it comes out right on every printer.
"""

import re

from PIL import Image, ImageDraw, ImageFont

from odoo.tools.misc import file_path

from . import fonts

# Signs of print that have a plain twin.
PLAIN = str.maketrans({"„": '"', "”": '"', "“": '"', "’": "'", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})
LAST_LATIN = "\u017f"  # the end of Latin Extended-A
MARGIN = 4  # millimetres


def escape(text):
    """Return the text for ``^FH^FD``: the signs with a meaning for the printer, by their codes.

    >>> escape("A^B~C_D")
    'A_5EB_7EC_5FD'
    """
    return re.sub(r"[\\^~_\x00-\x1f]", lambda sign: f"_{ord(sign[0]):02X}", text.translate(PLAIN))


def is_plain(text):
    """Tell whether the printer's own font has all letters of the text.

    >>> is_plain("Łódź – ul. Żółwia"), is_plain("Екатеринбург")
    (True, False)
    """
    return all(sign <= LAST_LATIN for sign in text.translate(PLAIN))


def render(labels, dpi, width=100, height=150, code="code128"):
    """Return the commands that print these labels.

    :param labels: iterable of :class:`.label.Label`
    :param int dpi: dots per inch of the printer, 203 or 300
    :param float width: of a label, in millimetres
    :param float height: of a label, in millimetres
    :param str code: ``code128`` or ``qr``
    """
    return "\n".join(_Commands(dpi, width, height).draw(label, code) for label in labels) + "\n"


class _Commands:
    """Collects the commands of one label; measures are millimetres."""

    def __init__(self, dpi, width, height):
        self.dpi = dpi
        self.width = width
        self.height = height

    def dots(self, size):
        return round(size * self.dpi / 25.4)

    def draw(self, label, code):
        unit, wide = self.height / 150, self.width - 2 * MARGIN
        captions = label.captions
        commands = [
            "^XA",
            "^CI28",
            f"^PW{self.dots(self.width)}",
            f"^LL{self.dots(self.height)}",
            *self.block("\n".join(label.sender), 3 * unit, 3.2, wide * 0.7, 16 * unit),
            *self.text(label.place, 4 * unit, 12, wide * 0.26, left=MARGIN + wide * 0.74),
            self.rule(21 * unit),
            *self.text(captions.get("recipient", ""), 23 * unit, 2.5, wide),
            *self.block(label.recipient, 26.5 * unit, 6, wide, 15 * unit),
            *self.block("\n".join(label.address), 42 * unit, 5, wide, 23 * unit),
            *self.text(label.locality, 66 * unit, 11, wide),
            *self.text(label.country, 80 * unit, 4.5, wide / 2),
            *self.text(f"{captions.get('phone', '')} {label.phone}".strip() if label.phone else "",
                       80 * unit, 4.5, wide / 2, left=MARGIN + wide / 2),
            self.rule(88 * unit),
        ]  # fmt: skip
        for place, (caption, text) in enumerate(label.facts):
            left, top = MARGIN + place % 2 * wide / 2, (90 + place // 2 * 10) * unit
            commands += self.text(caption, top, 2.5, wide / 2, left=left)
            commands += self.text(text, top + 3, 4, wide / 2 - 2, left=left)
        if label.cod:
            commands += [f"^FO{self.dots(MARGIN)},{self.dots(110 * unit)}^GB{self.dots(wide)},{self.dots(12)},3^FS"]
            cod = f"{captions.get('cod', '')} {label.cod}".strip()
            commands += self.text(cod, 112.5 * unit, 7, wide - 6, left=MARGIN + 3)
        if label.code:
            commands += self.code(label.code, code, 125 * unit)
        return "\n".join([*commands, "^PQ1", "^XZ"])

    def rule(self, top):
        return f"^FO0,{self.dots(top)}^GB{self.dots(self.width)},3,3^FS"

    def code(self, content, kind, top):
        place = f"^FO{self.dots(MARGIN)},{self.dots(top)}"
        if kind == "qr":
            # magnification: the printer draws 21 to 29 modules for contents of this length
            return [f"{place}^BQN,2,{max(1, self.dots(21) // 29)}^FH^FDMA,{escape(content)}^FS"]
        # each sign takes 11 modules, and start, check sum and stop take 35
        module = max(1, min(5, self.dots(self.width - 2 * MARGIN) // (11 * len(content) + 35)))
        return [f"{place}^BY{module}^BCN,{self.dots(15)},Y,N,N^FH^FD{escape(content)}^FS"]

    def block(self, text, top, size, wide, high):
        """Return the commands for lines of text in a box, as large as they fit up to ``size``."""
        size, lines = fonts.fit(text, fonts.STRONG, size, wide, high)
        return [
            command
            for place, line in enumerate(lines)
            for command in self.text(line, top + place * size * 1.18, size, wide)
        ]

    def text(self, text, top, size, wide, left=MARGIN):
        """Return the commands for one line of text, as large as it fits up to ``size``; none if it is empty."""
        if not text:
            return []
        high = self.dots(size)
        high = max(8, min(high, int(high * self.dots(wide) / fonts.width(text, fonts.STRONG, high))))
        place = f"^FO{self.dots(left)},{self.dots(top)}"
        if is_plain(text):
            return [f"{place}^A0N,{high},{high}^FH^FD{escape(text)}^FS"]
        return [f"{place}{picture(text, high)}^FS"]


def picture(text, high):
    """Return the command that draws a line of text as a picture, in letters of ``high`` dots."""
    font = ImageFont.truetype(file_path(f"{fonts.FOLDER}/{fonts.STRONG}.ttf"), high)
    left, _top, right, _bottom = font.getbbox(text)
    image = Image.new("1", (right - left, sum(font.getmetrics())))
    ImageDraw.Draw(image).text((-left, 0), text, font=font, fill=1)
    row = (image.width + 7) // 8
    data = image.tobytes()
    return f"^GFA,{len(data)},{len(data)},{row},{data.hex().upper()}"
