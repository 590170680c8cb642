"""What the owner of a site copies: an HTML form, and lines that post from a shell.

Texts only, made of plain values; every name and label is escaped.
"""

import json
import shlex

from markupsafe import Markup, escape

INDENT = "  "


def html_form(url, inputs, texts, consent=None, file_endings=None, script=None):
    """Return an HTML form that posts to a web form from any page, without any script.

    :param str url: the address of the web form
    :param list inputs: as ``crm.web.form._get_inputs`` returns them
    :param dict texts: ``send``, ``files``, ``trap`` (label of the field that only programs fill in), ``lang``
    :param dict consent: ``text`` and ``required``; None without a consent
    :param str file_endings: ``.pdf,.jpg``; None where no files are taken
    :param dict script: ``url`` of the script that stays on the page, ``thanks`` and ``failed`` (what it
        says); None without it
    """
    enctype = Markup(' enctype="multipart/form-data"') if file_endings is not None else ""
    lines = [Markup('<form action="{}" method="post"{}{}>').format(url, enctype, _script_data(script))]
    lines += [line for field in inputs for line in _field(field)]
    if file_endings is not None:
        lines.append(
            Markup('<p><label>{}<br><input type="file" name="files" accept="{}" multiple></label></p>').format(
                texts["files"], file_endings
            )
        )
    if consent:
        lines.append(
            Markup('<p><label><input type="checkbox" name="_consent" value="1"{}> {}</label></p>').format(
                _flag("required", consent["required"]), Markup(consent["text"])
            )
        )
    lines.append(
        Markup(
            '<p style="position:absolute;left:-9999px" aria-hidden="true"><label>{}'
            '<input name="_url" tabindex="-1" autocomplete="off"></label></p>'
        ).format(texts["trap"])
    )
    if texts.get("lang"):
        lines.append(Markup('<input type="hidden" name="_lang" value="{}">').format(texts["lang"]))
    lines.append(Markup('<p><button type="submit">{}</button></p>').format(texts["send"]))
    inner = [f"{INDENT}{line}" for line in lines[1:]]
    end = [Markup("</form>")]
    if script:
        end.append(Markup('<script src="{}" defer></script>').format(script["url"]))
    return "\n".join([lines[0], *inner, *end])


def curl_form(url, sample):
    """Return a line for a shell that posts the sample like a browser does.

    :param dict sample: ``{name: text}``
    """
    fields = "".join(f" \\\n{INDENT}--data-urlencode {shlex.quote(f'{name}={text}')}" for name, text in sample.items())
    return f"curl {shlex.quote(url)} -H 'Accept: application/json'{fields}"


def curl_json(url, sample):
    """Return a line for a shell that posts the sample as JSON."""
    return (
        f"curl {shlex.quote(url)} -H 'Accept: application/json' \\\n"
        f"{INDENT}-H 'Content-Type: application/json' \\\n"
        f"{INDENT}-d {shlex.quote(_json(sample))}"
    )


def curl_signed(url, sample, header):
    """Return lines for a shell that post the sample as JSON, signed with the secret in ``$SECRET``.

    :param str header: name of the header that carries the signature
    """
    return (
        f"BODY={shlex.quote(_json(sample))}\n"
        f'SIGNATURE=$(printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d " " -f 1)\n'
        f"curl {shlex.quote(url)} -H 'Accept: application/json' \\\n"
        f"{INDENT}-H 'Content-Type: application/json' \\\n"
        f'{INDENT}-H "{header}: sha256=$SIGNATURE" \\\n'
        f'{INDENT}--data-binary "$BODY"'
    )


def _field(field):
    """Return the lines of one input."""
    name, required = field["name"], _flag("required", field["required"])
    hints = [
        Markup(' {}="{}"').format(attribute, field[attribute])
        for attribute in ("inputmode", "autocomplete")
        if field.get(attribute)
    ]
    extra = Markup("").join([*hints, required])
    label = escape(field["label"]) + (" *" if field["required"] else "")
    kind = field["kind"]
    if kind == "hidden":
        yield Markup('<input type="hidden" name="{}" value="{}">').format(name, field["value"])
    elif kind == "checkbox":
        yield Markup('<p><label><input type="checkbox" name="{}" value="1"{}> {}</label></p>').format(
            name, extra, label
        )
    elif kind == "textarea":
        yield Markup('<p><label>{}<br><textarea name="{}" rows="5"{}></textarea></label></p>').format(
            label, name, extra
        )
    elif kind == "select":
        yield Markup('<p><label>{}<br><select name="{}"{}>').format(label, name, extra)
        yield Markup('{}<option value=""></option>').format(INDENT)
        for option in field["options"]:
            yield Markup("{}<option>{}</option>").format(INDENT, option)
        yield Markup("</select></label></p>")
    else:
        yield Markup('<p><label>{}<br><input type="{}" name="{}"{}></label></p>').format(label, kind, name, extra)


def _script_data(script):
    """Return what the script reads off the form."""
    if not script:
        return ""
    return Markup(' data-crm-form data-thanks="{}" data-failed="{}"').format(script["thanks"], script["failed"])


def _flag(name, is_set):
    return Markup(" {}").format(name) if is_set else Markup("")


def _json(sample):
    return json.dumps(sample, ensure_ascii=False)
