"""Puts the rows of a document on pages.

The pages are made here and not by the PDF engine: the one that Debian brings cuts rows in two, repeats no heading and
prints no page number.
"""


def paginate(heights, first, other, closing):
    """Return how many rows stand on each page.

    >>> paginate([10] * 5, first=30, other=40, closing=20)
    [3, 2]
    >>> paginate([10] * 3, first=30, other=40, closing=20)
    [2, 1]
    >>> paginate([], first=30, other=40, closing=20)
    [0]

    :param list heights: the height of each row
    :param float first: room for rows on the first page
    :param float other: room for rows on each page after it
    :param float closing: room that totals and signatures need below the last row; they never stand without a row
    """
    pages, room = [0], first
    for height in heights:
        if height > room and pages[-1]:
            pages.append(0)
            room = other
        pages[-1] += 1
        room -= height
    if room < closing and pages[-1] > 1:
        pages[-1] -= 1
        pages.append(1)
    return pages
