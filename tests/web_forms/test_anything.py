"""Whatever is sent to a real server gets an answer that is no fault of ours, and does no harm where it is shown."""

import json
import re
import socket
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=xyz"

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    '=HYPERLINK("https://evil.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{7*7}} ${7*7} %(x)s %s {0}",
    "'; DROP TABLE crm_lead; --",
    "\u202eمرحبا بالعالم\u202c",
    "👩‍👩‍👧‍👦" * 20,
    "a\u0000b\u0001\ud800\ufffe",
    "Z\u0351\u036b" * 50,
    "9" * 400,
    "1e999",
    "-0",
    "99999-99-99",
    "x" * 90_000,
    "+48 " * 30,
    "a@b",
]
NAMES = [
    "name", "mail", "phone", "company", "sum", "city", "country", "vat", "product", "tag", "campaign", "text",
    "_key", "_time", "_url", "_lang", "_consent", "user_id", "__class__", "items[0][a]", "a.b.c", "", " ",
]  # fmt: skip

texts = st.sampled_from(NASTY) | st.text(max_size=100)
names = st.sampled_from(NAMES) | st.text(max_size=20)
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5),
    max_leaves=20,
)


def _encode(pairs):
    """Return a form-encoded body with all bytes of all texts in it, good and bad ones."""
    return b"&".join(
        b"=".join("".join(f"%{byte:02x}" for byte in text.encode(errors="surrogatepass")).encode() for text in pair)
        for pair in pairs
    )


def _divide(pairs):
    """Return a multipart body; what looks like a quote in a name is left as it is."""
    parts = [
        b'--xyz\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (name.encode(errors="surrogatepass"), text.encode(errors="surrogatepass"))
        for name, text in pairs
    ]
    return b"".join([*parts, b"--xyz--"])


pairs = st.lists(st.tuples(names, texts), max_size=8)
posts = st.one_of(
    st.tuples(st.just(FORM), pairs.map(_encode)),
    st.tuples(st.just(MULTIPART), pairs.map(_divide)),
    st.tuples(st.just(JSON), st.dictionaries(names, values, max_size=8).map(lambda data: json.dumps(data).encode())),
    st.tuples(st.sampled_from([FORM, JSON, MULTIPART]), st.binary(max_size=300)),
    st.tuples(
        st.sampled_from([FORM, JSON]),
        st.sampled_from(
            [
                b"&".join(b"f%d=1" % number for number in range(10_000)),
                b"mail=" + b"a" * 1_200_000,
                b"&".join(b"mail=a" for _number in range(400)),
                b"[" * 50_000,
                b'{"a":' * 900 + b"1" + b"}" * 900,
                b'{"mail": ' + b"9" * 10_000 + b"}",
            ]
        ),
    ),
    st.tuples(
        st.sampled_from(["", "text/plain", "image/png", "application/json; charset=\xff", "a/b; c"]), st.binary()
    ),
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(["application/json", "text/html", "*/*", "", "nonsense;q=x"]),
        "Accept-Language": st.sampled_from(["pl", "xx-YY, *;q=0.5", ";;;", "\xff"]),
        "Idempotency-Key": st.sampled_from(["one", "\xff" * 300, " "]),
        "Origin": st.sampled_from(["null", "https://evil.example", "nonsense", "http://[", "\xff"]),
        "Referer": st.just("\xff" * 3000),
        "User-Agent": st.just("x" * 5000),
        "X-Signature-256": st.sampled_from(["sha256=00", "\xff"]),
        "Content-Encoding": st.sampled_from(["gzip", "identity"]),
        "Cookie": st.sampled_from(["session_id=../../etc; frontend_lang=\xff", "session_id=" + "a" * 84]),
    },
)


def test_whatever_is_sent(connect, make_form, post, settle):
    form_id, token = make_form(allow_files=True)

    @settings(max_examples=250, suppress_health_check=list(HealthCheck), database=None)
    @given(posts, headers, st.booleans())
    def try_it(sent, more, in_chunks):
        content_type, body = sent
        body = iter([body[:7], body[7:]]) if in_chunks and len(body) > 7 else body
        status, answer = post(token, body, {"Content-Type": content_type, **more})
        assert status in (200, 303, 400, 401, 403, 413, 415), answer

    try_it()
    settle(form_id)
    with connect() as env:
        submissions = env["crm.web.form.submission"].search([("form_id", "=", form_id)])
        assert submissions
        assert not submissions.filtered(lambda submission: submission.state not in ("done", "spam")).mapped("error")
        for lead in submissions.lead_id:
            markup = f"{lead.description or ''}{''.join(lead.message_ids.mapped('body'))}"
            assert not re.search(r"<(script|img|svg)|onerror=[^&]*>", markup, re.IGNORECASE), markup


@pytest.mark.parametrize(
    "rest",
    [
        "Transfer-Encoding: chunked\r\n\r\nno number\r\nmail=a",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nmail",
        "Content-Length: 100\r\n\r\nmail=anna@example.com",
        "Content-Length: -5\r\n\r\nmail=anna@example.com",
        "Content-Length: 99999999999\r\n\r\nmail=anna@example.com",
    ],
)
def test_what_does_not_arrive_whole(connect, make_form, server, rest):
    form_id, token = make_form()
    place = urlsplit(server.address)
    with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
        head = f"POST /crm/form/{token} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: {FORM}\r\n"
        connection.sendall(f"{head}Accept: application/json\r\n{rest}".encode())
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read()
    assert answer.split()[1] in (b"400", b"413"), answer
    with connect() as env:
        assert not env["crm.web.form.submission"].search_count([("form_id", "=", form_id)])
