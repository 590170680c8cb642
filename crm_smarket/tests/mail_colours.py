import re

from lxml import html

COLOUR = re.compile(r"(?<![-\w])color:")


def find_colourless_texts(body):
    """Return the texts of a mail that rely on a colour from outside of their own table.

    Mail programs inherit none into a table within a table, and dark ones have only the classes of the frame to go by.

    :param str body: HTML
    :return: those whose nearest element with a colour is outside of their table, or has no class for the dark
        and no background of its own
    """
    found = []
    for element in html.fromstring(body).find("body").iter("td", "div", "a"):
        if (element.text or "").strip() and not _is_coloured(element):
            found.append(element.text.strip())
    return found


def _is_coloured(element):
    for part in (element, *element.iterancestors()):
        if part.tag == "table":
            return False
        style = part.get("style", "")
        if COLOUR.search(style):
            is_link = element.tag == "a" and "o_mail_muted" in element.getparent().get("class", "")
            return "o_mail_" in part.get("class", "") or "background-color:" in style or is_link
    return False
