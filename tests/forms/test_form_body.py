"""What sites post is read as fields and files, whatever it is, or refused with its reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_smarket.tools.form_body import SentFile, is_readable, read_body
from odoo.addons.crm_smarket.tools.form_payload import MAX_FIELDS, PayloadError, get_value
from odoo.addons.crm_smarket.tools.form_post import make_key

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=xyz"


def multipart(*parts):
    """Return a multipart body; a part is (rest of its Content-Disposition, content)."""
    pieces = [
        b"--xyz\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    ]
    return b"".join([*pieces, b"--xyz--\r\n"])


@pytest.mark.parametrize(
    "content_type, body, expected",
    [
        (FORM, b"a=1&a=2&b=+x%20y&c", {"a": "1", "a.1": "2", "b": " x y", "c": ""}),
        (FORM, "имя=Анна".encode(), {"имя": "Анна"}),
        (FORM, b"a=%FF%00%F0%9F%98%80", {"a": "\ufffd😀"}),
        (f"{FORM}; charset=windows-1251", "имя=Анна".encode("cp1251"), {"имя": "Анна"}),
        (f"{FORM}; charset=windows-1251", b"a=%C0%ED%ED%E0", {"a": "Анна"}),
        (f"{FORM}; charset=unicode_escape", b"a=\\u0041", {"a": "\\u0041"}),
        (FORM, b"items[0][sku]=A&tags[]=x&tags[]=y", {"items.0.sku": "A", "tags": "x", "tags.1": "y"}),
        (JSON, b'{"a": {"b": [1, 2.50, true, null]}}', {"a.b.0": "1", "a.b.1": "2.50", "a.b.2": "true", "a.b.3": ""}),
        (JSON, b'\xef\xbb\xbf{"a": 1, "a": 2}', {"a": "1", "a.1": "2"}),
        (JSON, b'{"a": "\\ud800\\u0000"}', {"a": "\ufffd"}),
        (JSON, b'{"a": NaN, "b": 1e999}', {"a": "NaN", "b": "1e999"}),
        (JSON, b'[{"a": 1}]', {"0.a": "1"}),
        ("application/vnd.api+json", b'{"a": "b"}', {"a": "b"}),
        (MULTIPART, multipart(('name="a"', b"1"), ('name="a"', "Ż".encode())), {"a": "1", "a.1": "Ż"}),
    ],
)
def test_fields(content_type, body, expected):
    assert is_readable(content_type)
    assert read_body(body, content_type).payload == expected
    assert read_body(body, content_type).kept == body


@pytest.mark.parametrize(
    "content_type, body, code",
    [
        (JSON, b"", "not_json"),
        (JSON, b"{", "not_json"),
        (JSON, b'"text"', "not_fields"),
        (JSON, b"3", "not_fields"),
        (JSON, b"[" * 100_000, "too_deep"),
        (JSON, b'{"a":' * 30 + b"1" + b"}" * 30, "too_deep"),
        (JSON, json.dumps({str(number): 1 for number in range(MAX_FIELDS + 1)}).encode(), "too_many"),
        (FORM, b"&".join(b"a=1" for _number in range(10_000)), "too_many"),
        (FORM, b"a=" + b"x" * 100_001, "too_long"),
        (FORM, b"a" * 201 + b"=1", "too_long"),
        (JSON, b'{"' + b"a" * 500_000 + b'": [' + b"[]," * 100_000 + b"[]]}", "too_long"),
        (MULTIPART, b"a=1", "not_form"),
        (MULTIPART, b"--xyz\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "not_form"),
        (MULTIPART, b"--xyz\r\nno head\r\n--xyz--", "not_form"),
        ("multipart/form-data", b"--xyz--", "not_form"),
        (MULTIPART, multipart(*(('name="f"; filename="a"', b"1") for _number in range(11))), "too_many"),
        (MULTIPART, multipart(*(('name="f"', b"1") for _number in range(600))), "too_many"),
    ],
)
def test_refused(content_type, body, code):
    with pytest.raises(PayloadError) as caught:
        read_body(body, content_type)
    assert caught.value.code == code


def test_files():
    content = b"\r\n--xy\r\n\x00binary"
    body = multipart(
        ('name="a"', b"text"), ('name="f"; filename="C:\\\\me\\\\x.png"', content), ('name="g"; filename=""', b"")
    )
    read = read_body(body, MULTIPART)
    assert read.files == [SentFile("f", "x.png", content)]
    assert read.payload == {"a": "text"}
    assert read.kept == body.replace(content, b"")


@pytest.mark.parametrize("content_type", ["text/plain", "", None, "application/xml", "multipart/mixed", "application"])
def test_unreadable(content_type):
    assert not is_readable(content_type)


@given(
    st.sampled_from([FORM, JSON, MULTIPART, f"{FORM}; charset=utf-16", "multipart/form-data; boundary=\xff"]), st.data()
)
def test_whatever_comes_is_read_or_refused(content_type, data):
    body = data.draw(
        st.binary(max_size=2000)
        | st.builds(lambda head, content: multipart((head, content)), st.text(max_size=50), st.binary(max_size=200))
        | st.builds(
            lambda value: json.dumps(value).encode(),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
                lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            ),
        )
    )
    try:
        read = read_body(body, content_type)
    except PayloadError:
        return
    for name, text in read.payload.items():
        assert isinstance(name, str) and isinstance(text, str)
        (name + text).encode()  # no half characters
        assert "\0" not in name + text  # what PostgreSQL cannot keep
    for name in read.payload:
        assert get_value(read.payload, name) is not None


@given(st.dictionaries(st.text(), st.text()), st.text(min_size=1))
def test_keys(payload, key):
    assert make_key(payload, header="order 7") == "order 7"
    assert len(make_key(payload, header="x" * 5000)) == 64
    page = {**payload, "_key": key}
    assert make_key(page) == make_key(dict(reversed(page.items())))
    assert make_key(page) != make_key({**page, "more": "text"})
    assert make_key(page) != make_key(page, [SentFile("f", "a.png", b"1")])
    assert make_key({"a": "1"}) != make_key({"a": "1"})
