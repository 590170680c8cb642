"""Text that people typed, as HTML that shows exactly this text."""

from markupsafe import Markup, escape


def text_to_html(text):
    """Return HTML that shows a text with its line breaks; nothing in the text becomes markup.

    >>> text_to_html("a <b>\\nc")
    Markup('a &lt;b&gt;<br>c')
    """
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def paragraph(label, text):
    """Return a paragraph of HTML with a label in bold above a text.

    >>> paragraph("Message", "Hi")
    Markup('<p><b>Message</b><br>Hi</p>')
    """
    return Markup("<p><b>%s</b><br>%s</p>") % (label, text_to_html(text))
