"""What a browser, a script or a form service sends, read as fields and files by its content type."""

import codecs
import re
from typing import NamedTuple
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from .form_payload import MAX_FIELDS, PayloadError, clean_text, flatten, parse_json

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MAX_FILES = 10

# Encodings that pages are written in; the others that Python knows are not for texts from the web.
_ENCODINGS = {
    "utf-8",
    "ascii",
    "koi8-r",
    *(f"iso8859-{number}" for number in (1, 2, 5, 15)),
    *(f"cp{number}" for number in (1250, 1251, 1252)),
}
_JSON = re.compile(r"application/([\w.-]+\+)?json", re.ASCII)


class SentFile(NamedTuple):
    """A file that came with a post.

    :param str field: name of the field it was chosen in
    :param str name: the file's own name, without folders
    :param bytes content: what is in it
    """

    field: str
    name: str
    content: bytes


class Body(NamedTuple):
    """A post that has been read.

    :param dict payload: ``{dotted name: text}``
    :param list files: `SentFile`, those chosen only
    :param bytes kept: the post byte by byte, without the content of its files
    """

    payload: dict
    files: list
    kept: bytes


def is_json(content_type):
    """Whether a body of this content type is JSON."""
    return bool(_JSON.fullmatch(_parse(content_type)[0]))


def is_readable(content_type):
    """Whether `read_body` knows this content type."""
    return _parse(content_type)[0] in (FORM, MULTIPART) or is_json(content_type)


def read_body(body, content_type):
    """Read a body of one of the known content types.

    :param bytes body: as it came
    :param str content_type: the header of this name, with its parameters
    :rtype: Body
    :raise PayloadError: for what cannot be read, or is too much of it
    """
    mimetype, options = _parse(content_type)
    if is_json(content_type):
        return Body(parse_json(body), [], body)
    if mimetype == FORM:
        return Body(flatten(_read_form(body, _get_encoding(options))), [], body)
    return _read_multipart(body, options.get("boundary", ""), _get_encoding(options))


def _parse(content_type):
    mimetype, options = parse_options_header(content_type or "")
    return mimetype.strip().lower(), options


def _get_encoding(options):
    """Return the encoding that the parameters of a content type name, UTF-8 if it is none that pages have."""
    try:
        name = codecs.lookup(options.get("charset") or "utf-8").name
    except (LookupError, ValueError):
        return "utf-8"
    return name if name in _ENCODINGS else "utf-8"


def _read_form(body, encoding):
    """Return the (name, text) of a form-encoded body, in its order."""
    text = body.decode(encoding, "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, encoding=encoding, errors="replace", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise PayloadError("too_many") from None


def _read_multipart(body, boundary, encoding):
    """Read a body of several parts, one for each field and file."""
    try:
        marker = b"\r\n--" + boundary.encode("ascii")
    except UnicodeEncodeError:
        raise PayloadError("not_form") from None
    # the first marker may open the body; what stands before it and after the last one is padding
    pieces = re.split(re.escape(marker) + rb"(?=[ \t]*\r\n|--)", b"\r\n" + body) if boundary else []
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise PayloadError("not_form")
    if len(pieces) > MAX_FIELDS + 2:
        raise PayloadError("too_many")
    pairs, files, kept = [], [], [pieces[0]]
    for piece in pieces[1:-1]:
        head, gap, content = piece.partition(b"\r\n\r\n")
        name, file_name, part_encoding = _read_part_head(head, encoding)
        if not gap or name is None:
            raise PayloadError("not_form")
        if file_name is None:
            pairs.append((name, content.decode(part_encoding, "replace")))
            kept.append(piece)
            continue
        if file_name or content:  # an input without a choice is sent as a file without name and content
            files.append(SentFile(name, file_name, content))
        kept.append(head + gap)
    if len(files) > MAX_FILES:
        raise PayloadError("too_many")
    return Body(flatten(pairs), files, marker.join([*kept, pieces[-1]])[2:])


def _read_part_head(head, encoding):
    """Return (name of the field, name of the file or None, encoding) of a part; no name: no form field."""
    headers = {}
    for line in head.decode(encoding, "replace").split("\r\n"):
        name, _colon, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    _kind, options = parse_options_header(headers.get("content-disposition", ""))
    _mimetype, parameters = _parse(headers.get("content-type"))
    file_name = options.get("filename")
    if file_name is not None:
        # some browsers send the whole path
        file_name = clean_text(re.split(r"[\\/]", file_name)[-1]).replace("\n", " ").strip()
    return options.get("name"), file_name, _get_encoding(parameters) if "charset" in parameters else encoding
