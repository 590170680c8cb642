"""A mapping is proposed from the names that sites give their fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.crm_smarket.tools.form_guess import guess_mapping


@pytest.mark.parametrize(
    "name, target, transform",
    [
        ("email", "lead.email_from", "email"),
        ("your-email", "lead.email_from", "email"),
        ("E-mail", "lead.email_from", "email"),
        ("Почта", "lead.email_from", "email"),
        ("phone", "lead.phone", "phone"),
        ("telefon kontaktowy", "lead.phone", "phone"),
        ("Телефон", "lead.phone", "phone"),
        ("your-name", "lead.contact_name", "trim"),
        ("yourName", "lead.contact_name", "trim"),
        ("Imię", "lead.contact_name", "trim"),
        ("имя", "lead.contact_name", "trim"),
        ("user[name]", "lead.contact_name", "trim"),
        ("company", "lead.partner_name", "trim"),
        ("Firma", "lead.partner_name", "trim"),
        ("company_name", "lead.partner_name", "trim"),
        ("организация", "lead.partner_name", "trim"),
        ("NIP", "partner.vat", "trim"),
        ("ИНН", "partner.vat", "trim"),
        ("message", "note", "trim"),
        ("Treść wiadomości", "note", "trim"),
        ("сообщение", "note", "trim"),
        ("stanowisko", "lead.function", "trim"),
        ("Kod pocztowy", "lead.zip", "trim"),
        ("miejscowość", "lead.city", "trim"),
        ("utm_source", "utm.source", "trim"),
        ("utm_campaign", "utm.campaign", "trim"),
        ("subject", "lead.name", "trim"),
        ("sku", "product", "trim"),
        ("country", "country", "trim"),
        ("Страна", "country", "trim"),
    ],
)
def test_common_names(name, target, transform):
    assert guess_mapping([name]) == [(name, target, transform)]


def test_form_of_a_site():
    """Each target is taken once, free text as often as it comes; what says nothing is left out."""
    names = ["your-name", "name2", "your-email", "email-again", "message", "comment", "field_17"]
    assert guess_mapping(names) == [
        ("your-name", "lead.contact_name", "trim"),
        ("your-email", "lead.email_from", "email"),
        ("message", "note", "trim"),
        ("comment", "note", "trim"),
    ]


def test_name_in_two_fields():
    """First name and surname in fields of their own make one name."""
    assert guess_mapping(["imie", "nazwisko"]) == [
        ("imie", "lead.contact_name", "trim"),
        ("nazwisko", "lead.contact_name", "trim"),
    ]


@given(st.lists(st.text(), unique=True))
def test_whatever_the_names(names):
    rows = guess_mapping(names)
    assert [name for name, _target, _transform in rows] == [name for name in names if name in {row[0] for row in rows}]
    once = [target for _name, target, _transform in rows if target not in ("note", "lead.contact_name")]
    assert len(once) == len(set(once))
