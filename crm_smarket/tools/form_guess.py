"""Which field of a form means what, by the names that sites commonly give them."""

import re
import unicodedata

# The first target whose word is part of the name wins; words of several languages side by side.
_WORDS = [
    ("lead.email_from", "email", ("email", "e mail", "mail", "почта", "эл почта", "poczta")),
    ("lead.phone", "phone", ("phone", "tel", "telefon", "mobile", "komorka", "телефон", "тел", "мобильный")),
    ("partner.vat", "trim", ("vat", "nip", "инн", "tax id", "taxid", "inn")),
    (
        "lead.partner_name",
        "trim",
        ("company", "firma", "nazwa firmy", "organisation", "organization", "компания", "организация", "фирма"),
    ),
    ("lead.function", "trim", ("job", "position", "stanowisko", "должность", "role")),
    ("lead.zip", "trim", ("zip", "postcode", "postal", "kod pocztowy", "индекс")),
    ("lead.city", "trim", ("city", "town", "miasto", "miejscowosc", "город")),
    ("country", "trim", ("country", "kraj", "страна")),
    ("state", "trim", ("state", "region", "province", "wojewodztwo", "область", "регион")),
    ("lead.street", "trim", ("street", "address", "ulica", "adres", "улица", "адрес")),
    ("lead.website", "trim", ("website", "url", "www", "strona", "сайт")),
    ("utm.source", "trim", ("utm source",)),
    ("utm.medium", "trim", ("utm medium",)),
    ("utm.campaign", "trim", ("utm campaign",)),
    ("product", "trim", ("product", "produkt", "sku", "товар", "артикул")),
    (
        "note",
        "trim",
        ("message", "comment", "text", "question", "wiadomosc", "tresc", "uwagi", "сообщение", "комментарий", "вопрос"),
    ),
    # the surname first: what is left is the first name or the whole
    ("lead.contact_name", "trim", ("last name", "lastname", "surname", "nazwisko", "фамилия")),
    ("lead.contact_name", "trim", ("name", "firstname", "fullname", "imie", "osoba", "имя", "фио", "контактное лицо")),
    ("lead.name", "trim", ("subject", "topic", "temat", "тема")),
]


def guess_mapping(names, words_of_targets=None):
    """Propose a target and a transform for the names of a sample.

    :param names: the names under which a site sends its fields
    :param list words_of_targets: ``[(target, transform, words)]``, other than those of people's data
    :return: list of ``(name, target, transform)`` in the order of the names; each target
        once except free text and the parts of a person's name; names that say nothing are left out
    """
    rows, taken = [], set()
    for name in names:
        for target, transform, words in words_of_targets or _WORDS:
            if _says(name, words) and (words not in taken or target == "note"):
                taken.add(words)
                rows.append((name, target, transform))
                break
    return rows


def _says(name, words):
    spoken = f" {_plain(name)} "
    return any(f" {word} " in spoken for word in words)


def _plain(name):
    """``your-Name``, ``yourName``, ``user[name]`` → ``your name``, ``user name``; Polish marks off."""
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    name = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    # й and ё decompose as well: compose what is left after the Latin marks are gone
    name = re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", name)
    name = unicodedata.normalize("NFKC", name)
    return " ".join(re.findall(r"[^\W_]+", name))
