from datetime import datetime
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

LIMIT = 40
MAX_LIMIT = 200


class Place(NamedTuple):
    """Where a page of the time line ends; every entry has another place, though its moment be the same."""

    moment: datetime
    rank: int  # of the stream
    key: int  # of the entry in its stream


class Customers(NamedTuple):
    """Commercial customers, and the domain by which they were found."""

    records: models.BaseModel
    domain: Domain
    is_named: bool  # few enough to be named one by one in a domain

    def get_domain(self, field):
        """Return the domain of what has one of them in a field, or in ``id``."""
        if self.is_named:
            return Domain(field, "in", self.records.ids)
        return self.domain if field == "id" else Domain(field, "any", self.domain)


class CrmCustomerStory(models.AbstractModel):
    """All that has happened with some customers, in one time line, the newest first.

    Customers are commercial ones, each with all its contacts. A time line is woven of
    streams, each read with the user's rights by a fixed number of queries, however many
    customers there are: a name in :meth:`_get_streams` and a method ``_get_<name>_entries``.
    """

    _name = "crm.customer.story"
    _description = "Customer History"
    _inherit = ["crm.smarket.figures"]

    _few_customers = 200  # that are named one by one in a domain

    @api.model
    def _get_kinds(self):
        """Return what one can choose of the time line: ``{key: label}``."""
        return {
            "project": self.env._("Projects"),
            "order": self.env._("Orders"),
            "shipment": self.env._("Shipments"),
            "receipt": self.env._("Receipts"),
            "event": self.env._("Events"),
        }

    @api.model
    def _get_streams(self):
        """Return ``{stream: kind}``; of the same moment, what is in a later one is shown first."""
        return {
            "transition": "project",
            "order": "order",
            "shipment": "shipment",
            "receipt": "receipt",
            "planned_activity": "event",
            "done_activity": "event",
            "meeting": "event",
        }

    @api.model
    @api.readonly
    def get_story(self, partner_domain, kinds=None, before=None, limit=LIMIT):
        """Return a page of the time line of some customers.

        :param list partner_domain: of commercial customers
        :param list kinds: keys of :meth:`_get_kinds`; all unless given
        :param list before: ``before`` of the page that is shown already
        :param int limit: how many entries
        :return: ``{"kinds": [{"key", "label"}], "entries": [...], "before"}``; the last is None where nothing
            is older. An entry has ``key``, ``kind``, ``icon``, ``label`` (what happened), ``title``,
            ``details`` (list of texts), ``day``, ``time``, ``amount``, ``currency_id``, ``customer``,
            ``model`` and ``id`` of what it opens, ``method`` where that is asked for what to open, and
            ``is_planned``
        :raise AccessError: for people who do not sell, and for companies that are not the user's
        :raise UserError: for a kind that there is not, or a wrong place
        """
        self._check_reader()
        labels = self._get_kinds()
        if unknown := set(kinds or ()) - set(labels):
            raise UserError(self.env._("The time line does not know: %s.", ", ".join(sorted(unknown))))
        customers = self._find_customers(partner_domain)
        place = self._read_place(before)
        limit = min(max(int(limit), 1), MAX_LIMIT)
        found = []
        for rank, (stream, kind) in enumerate(self._get_streams().items()):
            if customers.records and (not kinds or kind in kinds):
                entries = getattr(self, f"_get_{stream}_entries")(customers, (place, rank), limit + 1)
                found += [{**entry, "key": f"{stream}-{key.key}", "kind": kind, "place": key} for key, entry in entries]
        found.sort(key=lambda entry: entry["place"], reverse=True)
        shown = found[:limit]
        last = shown[-1]["place"] if len(found) > limit else None
        for entry in shown:
            del entry["place"]
            entry["details"] = [detail for detail in entry["details"] if detail]
        return {
            "kinds": [{"key": key, "label": label} for key, label in labels.items()],
            "entries": shown,
            "before": last and [last.moment.isoformat(), last.rank, last.key],
        }

    @api.model
    def _read_place(self, before):
        if not before:
            return None
        try:
            moment, rank, key = before
            return Place(datetime.fromisoformat(moment), int(rank), int(key))
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The time line has no such place. Load the page anew.")) from error

    # -- customers ---------------------------------------------------------------------------------------------------

    @api.model
    def _find_customers(self, partner_domain):
        """Return the commercial customers of a domain, archived ones as well: what they bought was bought."""
        commercial = Domain("is_company", "=", True) | Domain("parent_id", "=", False)
        domain = Domain(partner_domain) & commercial
        partners = self.env["res.partner"].with_context(active_test=False).search(domain, order="id")
        is_named = len(partners) <= self._few_customers
        return Customers(partners.with_context(active_test=True), domain, is_named)

    @api.model
    def _get_facts_domain(self, customers):
        """Return the domain of the facts of customers."""
        return customers.get_domain("commercial_partner_id") & self._get_company_domain()

    @api.model
    def _get_orders_domain(self, customers):
        """Return the domain of the orders of customers and their contacts."""
        return customers.get_domain("partner_id.commercial_partner_id") & self._get_company_domain()

    @api.model
    def _get_leads_domain(self, customers):
        """Return the domain of the leads and opportunities of customers and their contacts."""
        companies = Domain("company_id", "in", [*self.env.companies.ids, False])
        return customers.get_domain("partner_id.commercial_partner_id") & companies

    @api.model
    def _get_customer_name(self, partner):
        """Return the name of the customer to whom a contact belongs."""
        return partner.sudo().commercial_partner_id.display_name or ""  # sudo: the name alone, of the user's own

    # -- places ------------------------------------------------------------------------------------------------------

    @api.model
    def _get_older_domain(self, after, field, key="id"):
        """Return the domain of what stands below a place of the time line.

        A day without a time stands where it begins for the user. Compared are places, not moments alone: of
        a hundred entries of the same second each is shown once.

        :param tuple after: the place, None at the top, and the rank of the stream
        :param str field: of the moment, or of the day
        :param str key: what is unique at a moment; empty ones count as 0
        """
        place, rank = after
        if place is None:
            return Domain.TRUE
        moment, is_inside = place.moment, False
        if field.endswith(":day"):
            field, moment = field.removesuffix(":day"), self._get_local_day(place.moment)
            is_inside = place.moment > self._get_day_start(moment)

        def to_sql(model, alias, query):
            column = model._field_to_sql(alias, field, query)
            if is_inside or rank < place.rank:
                return SQL("%s <= %s", column, moment)
            if rank > place.rank:
                return SQL("%s < %s", column, moment)
            keys = model._field_to_sql(alias, key, query)
            return SQL("(%s, COALESCE(%s, 0)) < (%s, %s)", column, keys, moment, place.key)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _get_local_day(self, moment):
        """Return the day of a moment in UTC, where the user is."""
        return self.env["crm.smarket.dashboard"]._get_local(moment).date()

    @api.model
    def _get_day_start(self, day):
        """Return when a day begins for the user, in UTC."""
        return self.env["crm.smarket.dashboard"]._get_utc(day)

    @api.model
    def _get_time(self, moment):
        """Return day and time of a moment in UTC, as an entry has them."""
        local = self.env["crm.smarket.dashboard"]._get_local(moment)
        return {"day": local.date(), "time": local.strftime("%H:%M")}
