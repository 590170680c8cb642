"""Address labels as PDF: a roll of 100×150 mm for thermal printers, or any grid on a sheet."""

import io

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import code128, qr
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from . import fonts

POINT = 25.4 / 72  # in millimetres


def render(labels, grid, first=1, code="code128", title=""):
    """Return a PDF of labels, as bytes.

    Labels are taken one by one and drawn at once, so that a thousand need hardly more memory than one.

    :param labels: iterable of :class:`.label.Label`
    :param grid: the :class:`.label.Grid` of the paper
    :param int first: the first free position of the first page, counted from 1
    :param str code: ``code128`` or ``qr``
    :param str title: the title of the document
    """
    fonts.register()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(grid.page_width * mm, grid.page_height * mm), pageCompression=1)
    canvas.setTitle(title)
    draw = draw_tall if grid.height > grid.width else draw_wide
    current = 0
    for label, (page, left, top) in zip(labels, grid.positions(first), strict=False):
        if page != current:
            canvas.showPage()
            current = page
        draw(Pen(canvas, left, grid.page_height - top, grid.width, grid.height), label, code)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


class Pen:
    """Draws on one label, in millimetres from its upper left corner."""

    def __init__(self, canvas, left, top, width, height):
        self.canvas = canvas
        self.left = left
        self.top = top
        self.width = width
        self.height = height

    def _at(self, x, y):
        return (self.left + x) * mm, (self.top - y) * mm

    def text(self, text, x, y, size, font=fonts.REGULAR, align="left"):
        """Write one line, ``y`` being its base line."""
        self.canvas.setFont(font, size)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString}[align]
        draw(*self._at(x, y), text)

    def block(self, text, x, y, wide, high, size, font=fonts.REGULAR):
        """Write a text into a box from (x, y) on, as large as it fits up to ``size``; return where the text ends."""
        size, lines = fonts.fit(text, font, size * POINT, wide, high)
        for line in lines:
            self.text(line, x, y + size * 0.95, size / POINT, font)
            y += size * 1.18
        return y

    def fit(self, text, x, y, wide, size, font=fonts.REGULAR, align="left"):
        """Write one line as large as it fits, up to ``size``."""
        size = min(size, size * wide * mm / (fonts.width(text, font, size) or 1))
        self.text(text, x, y, size, font, align)

    def line(self, y, x=0, end=None, thick=0.3):
        """Draw a horizontal line."""
        self.canvas.setLineWidth(thick * mm)
        self.canvas.line(*self._at(x, y), *self._at(self.width - x if end is None else end, y))

    def plate(self, text, x, y, wide, high, size):
        """Write white on black, as large as it fits."""
        self.canvas.rect(*self._at(x, y + high), wide * mm, high * mm, stroke=0, fill=1)
        self.canvas.setFillGray(1)
        self.fit(text, x + 1.5, y + high / 2 + size * POINT * 0.36, wide - 3, size, fonts.BOLD)
        self.canvas.setFillGray(0)

    def bars(self, content, x, y, wide, high):
        """Draw a Code 128 with its text below, as wide as the box allows."""
        plain = code128.Code128(content, barWidth=1, barHeight=high * mm, quiet=False)
        bar = min(0.5 * mm, wide * mm / plain.width)
        drawn = code128.Code128(content, barWidth=bar, barHeight=high * mm, quiet=False)
        drawn.drawOn(self.canvas, *self._at(x, y + high))

    def square(self, content, x, y, side):
        """Draw a QR code."""
        widget = qr.QrCodeWidget(content, barWidth=side * mm, barHeight=side * mm, barBorder=0)
        drawing = Drawing(side * mm, side * mm)
        drawing.add(widget)
        renderPDF.draw(drawing, self.canvas, *self._at(x, y + side))


def draw_tall(pen, label, code):
    """Draw a label that is higher than wide, as for a parcel."""
    edge, wide, unit = 4, pen.width - 8, pen.height / 150
    pen.text(label.captions.get("sender", ""), edge, 6 * unit, 6.5)
    pen.block("\n".join(label.sender), edge, 7 * unit, wide * 0.72, 13 * unit, 8)
    pen.fit(label.place, pen.width - edge, 16 * unit, wide * 0.26, 30, fonts.BOLD, "right")
    pen.line(21 * unit)
    pen.text(label.captions.get("recipient", ""), edge, 25.5 * unit, 6.5)
    below = pen.block(label.recipient, edge, 27 * unit, wide, 19 * unit, 17, fonts.BOLD)
    pen.block("\n".join(label.address), edge, max(below + 1, 40 * unit), wide, 22 * unit, 14)
    pen.fit(label.locality, edge, 77 * unit, wide, 30, fonts.BOLD)
    pen.fit(label.country, edge, 84.5 * unit, wide * 0.5, 12, fonts.STRONG)
    if label.phone:
        phone = f"{label.captions.get('phone', '')} {label.phone}".strip()
        pen.fit(phone, pen.width - edge, 84.5 * unit, wide * 0.48, 12, fonts.STRONG, "right")
    pen.line(88 * unit)
    column = wide / 2
    for place, (caption, text) in enumerate(label.facts):
        x, y = edge + (place % 2) * column, (92 + place // 2 * 10) * unit
        pen.text(caption, x, y, 6.5)
        pen.fit(text, x, y + 4.6 * unit, column - 2, 11, fonts.STRONG)
    if label.cod:
        pen.plate(f"{label.captions.get('cod', '')} {label.cod}".strip(), edge, 110 * unit, wide, 11 * unit, 18)
    if label.code:
        _draw_code_low(pen, label, code, edge, wide, unit)


def _draw_code_low(pen, label, code, edge, wide, unit):
    if code == "qr":
        pen.square(label.code, edge, 123.5 * unit, 23 * unit)
        pen.fit(label.code, edge + 26 * unit, 137 * unit, wide - 26 * unit, 14, fonts.STRONG)
    else:
        pen.bars(label.code, edge, 124 * unit, wide, 17 * unit)
        pen.fit(label.code, edge, 146 * unit, wide, 10)


def draw_wide(pen, label, code):
    """Draw a label that is wider than high, as on a sheet."""
    unit = pen.height / 74
    edge = max(3, 4 * unit)
    wide = pen.width - 2 * edge
    half = wide * 0.48
    side = 24 * unit if code == "qr" and label.code else 0
    clear = wide - side - 2 * unit if side else wide
    pen.fit(", ".join(label.sender), edge, edge + 2.5 * unit, wide * 0.78, max(4.5, 7 * unit))
    pen.fit(label.place, pen.width - edge, edge + 6.5 * unit, wide * 0.2, 22 * unit, fonts.BOLD, "right")
    pen.line(edge + 4.5 * unit, edge, edge + wide * 0.78, 0.15)
    below = pen.block(label.recipient, edge, edge + 5.5 * unit, wide * 0.82, 15 * unit, max(7.5, 14 * unit), fonts.BOLD)
    pen.block("\n".join(label.address), edge, below + 0.5 * unit, wide, 37 * unit - below, max(6.5, 12 * unit))
    pen.fit(label.locality, edge, 45.5 * unit, clear, 24 * unit, fonts.BOLD)
    below = " · ".join(text for text in (label.country, label.phone) if text)
    pen.fit(below, edge, 52 * unit, clear, max(6, 11 * unit), fonts.STRONG)
    pen.line(55 * unit, edge, edge + clear, 0.15)
    facts = [text for _caption, text in label.facts]
    pen.fit(" · ".join(facts[:2]), edge, 59.5 * unit, half, max(5.5, 9 * unit))
    if label.cod:
        cod = f"{label.captions.get('cod', '')} {label.cod}".strip()
        pen.plate(cod, edge, 62 * unit, half, 8 * unit, 13 * unit)
    else:
        pen.fit(" · ".join(facts[2:]), edge, 65 * unit, half, max(5.5, 9 * unit))
    if side:
        pen.square(label.code, pen.width - edge - side, pen.height - edge - side, side)
    elif label.code:
        pen.bars(label.code, edge + wide - half, 57.5 * unit, half, 12.5 * unit)
