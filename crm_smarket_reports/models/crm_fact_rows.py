from odoo import api, models
from odoo.tools import SQL

# What a row keeps of its customer, and how that is found today; see _get_customer_joins.
FROZEN = {
    "customer_user_id": "customer_user.id",
    "customer_team_id": "customer_user.sale_team_id",
    "commercial_partner_id": "partner.commercial_partner_id",
    "country_id": "partner.country_id",
    "state_id": "partner.state_id",
    "industry_id": "customer.industry_id",
}


class CrmFact(models.AbstractModel):
    """What the queries of rows have in common: what is frozen of customers, and the day in a company's time zone."""

    _inherit = "crm.fact"

    @api.model
    def _get_frozen_query(self, frozen, *names):
        """Return a query of what the present rows of the documents have frozen, a row per document and contact.

        :param bool frozen: False for a query without rows, so that everything is taken as it is today
        :param names: columns beside those of the customer
        """
        columns = (*FROZEN, *names)
        return SQL(
            """
            SELECT DISTINCT ON (%(document)s, partner_id)
                   %(document)s AS document_id, partner_id, true AS is_known, %(columns)s
              FROM %(table)s
             WHERE %(frozen)s AND %(document)s IN (SELECT id FROM documents)
             ORDER BY %(document)s, partner_id, id
            """,
            document=SQL.identifier(self._fact_document),
            table=SQL.identifier(self._table),
            columns=SQL(", ").join(SQL.identifier(name) for name in columns),
            frozen=frozen,
        )

    @api.model
    def _get_customer_columns(self):
        """Return the columns of ``FROZEN``: as they are frozen for this document and contact, or as they are today."""
        return SQL(", ").join(
            SQL("CASE WHEN known.is_known THEN known.%(name)s ELSE %(today)s END AS %(name)s", name=name, today=today)
            for name, today in ((SQL.identifier(name), SQL(today)) for name, today in FROZEN.items())
        )

    @api.model
    def _get_customer_joins(self, document, partner):
        """Return the joins that :meth:`_get_customer_columns` need, where there is a part ``frozen``.

        :param SQL document: expression of a row's document
        :param SQL partner: expression of its contact
        """
        return SQL(
            """
            LEFT JOIN res_partner partner ON partner.id = %(partner)s
            LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
            LEFT JOIN res_users customer_user ON customer_user.id = COALESCE(partner.user_id, customer.user_id)
            LEFT JOIN frozen known ON known.document_id = %(document)s AND known.partner_id = %(partner)s
            """,
            document=document,
            partner=partner,
        )

    @api.model
    def _get_local_day(self, moment):
        """Return an expression: the day of a moment in UTC, in the time zone of the company ``company``."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, self._get_time_zone())

    @api.model
    def _get_time_zone(self):
        """Return an expression: the time zone of the company ``company``."""
        return SQL(
            """
            COALESCE(
                (SELECT calendar.tz FROM resource_calendar calendar WHERE calendar.id = company.resource_calendar_id),
                (SELECT partner.tz FROM res_partner partner WHERE partner.id = company.partner_id),
                'UTC')
            """
        )
