"""Translation files: refreshed from Odoo's own export, and checked for gaps.

Runs in Odoo's environment (it needs polib), unlike the rest of the launcher.
"""

import io
import re
import sys
from pathlib import Path

import polib

LANGUAGES = ("ru", "pl")
# What changes with every export and says nothing.
HEADER = ("POT-Creation-Date", "PO-Revision-Date")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrf]|\{\w*\}|\$\{[^}]*\}|</?[a-zA-Z]+")


def export(env, module):
    """Return the module's terms as Odoo exports them from the database, scripts' included.

    :param env: an Odoo environment in which the module is installed
    :param str module: technical name of the module
    :return: a :class:`polib.POFile` without translations
    """
    from odoo.tools.translate import trans_export

    buffer = io.BytesIO()
    trans_export(False, [module], buffer, "po", env)
    return polib.pofile(buffer.getvalue().decode())


def merged(terms, known, language=None):
    """Return a file with exactly ``terms``, translated as far as ``known`` translates them.

    :param terms: the exported terms
    :param known: the file as it was, or an empty one
    :param language: code of the language, none for a template
    """
    result = polib.POFile(wrapwidth=78)
    result.header = terms.header
    result.metadata = {key: value for key, value in terms.metadata.items() if key not in HEADER}
    if language:
        result.metadata.update({key: known.metadata[key] for key in ("Plural-Forms",) if known.metadata.get(key)})
        result.metadata["Language"] = language
    translations = {entry.msgid: entry for entry in known if not entry.obsolete}
    for term in terms:
        before = translations.get(term.msgid) if language else None
        term = polib.POEntry(msgid=term.msgid, comment=term.comment, occurrences=term.occurrences)
        if before:
            term.msgstr, term.tcomment, term.flags = before.msgstr, before.tcomment, before.flags
        result.append(term)
    return result


def refresh(terms, folder):
    """Write the template of ``folder`` and merge its terms into each language; return ``{file: gaps}``."""
    folder.mkdir(exist_ok=True)
    gaps = {}
    template = folder / f"{folder.parent.name}.pot"
    _write(merged(terms, polib.POFile()), template)
    for language in LANGUAGES:
        path = folder / f"{language}.po"
        known = polib.pofile(str(path)) if path.exists() else polib.POFile()
        result = merged(terms, known, language)
        _write(result, path)
        gaps[path] = [entry.msgid for entry in result if entry.fuzzy or not entry.msgstr]
    return gaps


def _write(content, path):
    path.write_text(str(content), encoding="utf-8")


def problems(terms, path, language=None):
    """Return what is wrong with one translation file, as readable lines.

    :param terms: the exported terms
    :param Path path: the template, or the file of a language
    :param language: code of the language, none for the template
    """
    if not path.exists():
        return [f"{path.name} is not there"]
    content = polib.pofile(str(path))
    entries = {entry.msgid: entry for entry in content if not entry.obsolete}
    wanted = {term.msgid for term in terms}
    found = [f"missing: {msgid!r}" for msgid in sorted(wanted - set(entries))]
    found += [f"no longer used: {msgid!r}" for msgid in sorted(set(entries) - wanted)]
    if language:
        for entry in entries.values():
            if entry.fuzzy or not entry.msgstr:
                found.append(f"untranslated: {entry.msgid!r}")
            elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
                found.append(f"other placeholders: {entry.msgid!r} → {entry.msgstr!r}")
    return found


def main(exported, add_ons):
    """Refresh the files of each add-on from ``exported/<add-on>.pot`` and list what is untranslated."""
    for add_on in map(Path, add_ons):
        terms = polib.pofile(str(Path(exported) / f"{add_on.name}.pot"))
        for path, missing in refresh(terms, add_on / "i18n").items():
            print(f"{add_on.name}/i18n/{path.name}: {len(missing)} of {len(terms)} terms to translate")
            for msgid in missing:
                print(f"    {msgid!r}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
