"""What stands on an address label, and the sheets that labels are cut from."""

from dataclasses import dataclass, field
from itertools import count


@dataclass(frozen=True)
class Label:
    """One address label: texts as they are printed, in the language of the recipient.

    ``locality`` is the postcode and the town in the order of the recipient's country, ``country`` is empty within the
    own one. ``captions`` are the words beside the texts: recipient, sender, phone, order, note, weight, cod, carrier.
    """

    recipient: str
    address: tuple = ()
    locality: str = ""
    country: str = ""
    phone: str = ""
    sender: tuple = ()
    order: str = ""
    note: str = ""
    code: str = ""
    carrier: str = ""
    weight: str = ""
    cod: str = ""
    parcel: int = 1
    parcels: int = 1
    captions: dict = field(default_factory=dict)

    @property
    def place(self):
        """The parcel among the parcels of its delivery, such as 2/3."""
        return f"{self.parcel}/{self.parcels}"

    @property
    def facts(self):
        """The short facts: list of (caption, text), without those that are empty."""
        facts = ((name, getattr(self, name)) for name in ("order", "note", "carrier", "weight"))
        return [(self.captions.get(name, ""), text) for name, text in facts if text]

    @property
    def texts(self):
        """All that is printed, as one text."""
        parts = (self.recipient, *self.address, self.locality, self.country, self.phone, *self.sender)
        return "\n".join((*parts, self.order, self.note, self.carrier, self.weight, self.cod, *self.captions.values()))


@dataclass(frozen=True)
class Grid:
    """How labels lie on their paper, in millimetres; a roll is a grid of one."""

    page_width: float
    page_height: float
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    gap_x: float = 0
    gap_y: float = 0

    @property
    def per_page(self):
        """Number of labels on a page."""
        return self.columns * self.rows

    def fits(self):
        """Tell whether all labels are on the page.

        >>> Grid(210, 297, 70, 37, columns=3, rows=8).fits()
        True
        >>> Grid(210, 297, 70, 37, columns=4, rows=8).fits()
        False
        """
        right = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        bottom = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        return right <= self.page_width + 0.01 and bottom <= self.page_height + 0.01

    def positions(self, first=1):
        """Yield where label after label lies, from left to right and from top to bottom, without end.

        >>> from itertools import islice
        >>> list(islice(Grid(210, 297, 105, 74, columns=2, rows=4).positions(first=7), 3))
        [(0, 0, 222), (0, 105, 222), (1, 0, 0)]

        :param int first: the first free position of the first page, counted from 1
        :return: tuples (page counted from 0, millimetres from the left, millimetres from the top)
        """
        for number in count((first - 1) % self.per_page):
            page, place = divmod(number, self.per_page)
            row, column = divmod(place, self.columns)
            yield page, self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)
