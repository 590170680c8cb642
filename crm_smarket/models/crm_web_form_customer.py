import re

from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize


class CrmWebForm(models.Model):
    """Recognising who wrote: a known customer is linked to the lead and never changed."""

    _inherit = "crm.web.form"

    def _find_customer(self, email=None, phone=None, vat=None):
        """Return the known customer of whom these are, an empty recordset when there is none or no telling.

        The e-mail address counts most, then the VAT number, then the phone. Where several
        customers share it, the other two decide; people of one company are that company.

        :param str email: as typed, likewise the others
        """
        found = [partners for partners in self._get_candidates(email, phone, vat) if partners]
        for candidates in found:
            for others in found:
                candidates = candidates & others or candidates
            if len(candidates) == 1:
                return candidates
            company = candidates.commercial_partner_id
            if len(company) == 1:
                return company
        return self.env["res.partner"]

    def _get_candidates(self, email, phone, vat):
        """Return the customers with this e-mail address, with this VAT number, and with this phone."""
        partners = self.env["res.partner"]
        own = Domain(partners._check_company_domain(self.company_id))
        criteria = [
            ("email_normalized", [email_normalize(email)] if email else []),
            ("vat", self._get_vat_spellings(vat) if vat else []),
            ("phone_sanitized", [self._get_plain_phone(phone)]),
        ]
        return [
            partners.search(own & Domain(fname, "in", wanted)) if any(wanted) else partners
            for fname, wanted in criteria
        ]

    def _get_person(self, rows):
        """Return by what whoever wrote is known again: values of the submission.

        :param list rows: FormRow
        """
        typed = {row.field.target: row.value for row in rows if row.value}
        return {
            "email_normalized": email_normalize(typed.get("lead.email_from") or "") or False,
            "phone_sanitized": self._get_plain_phone(typed.get("lead.phone")),
        }

    def _get_vat_spellings(self, vat):
        """Return how a VAT number may be stored: as typed, without marks, with and without its country."""
        country = self._get_country().code or ""
        plain = re.sub(r"[^0-9A-Za-z]", "", vat).upper()
        national = plain.removeprefix(country)
        return [vat, plain, national, f"{country}{national}"] if len(national) >= 5 else []

    def _get_plain_phone(self, phone):
        """Return a phone number as leads and customers are found by it, ``+48221234567``; False when it is none."""
        return bool(phone) and self.env["res.partner"]._phone_format_number(phone, self._get_country())

    def _get_differences(self, customer, vals, vat):
        """Return what a visitor typed and the known customer has otherwise, ``[(label, text)]``."""
        email, phone = vals.get("email_from"), vals.get("phone")
        typed = {
            "email": email if email and email_normalize(email) != customer.email_normalized else None,
            "phone": phone if phone and self._get_plain_phone(phone) != customer.phone_sanitized else None,
            "vat": vat if vat and customer.vat not in self._get_vat_spellings(vat) else None,
            **{fname: vals.get(fname) for fname in ("function", "street", "street2", "zip", "city", "website")},
        }
        person = customer.name if not customer.is_company else None
        differences = [
            (customer._fields[fname]._description_string(self.env), text)
            for fname, text in typed.items()
            if text and text.strip().casefold() != (customer[fname] or "").strip().casefold()
        ]
        for fname, known in (("contact_name", person), ("partner_name", customer.commercial_company_name)):
            text = vals.get(fname)
            if text and known and text.strip().casefold() != known.strip().casefold():
                differences.insert(0, (self.env["crm.lead"]._fields[fname]._description_string(self.env), text))
        return differences
