from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .pending_facts import PendingFacts


class CrmFact(models.AbstractModel):
    """What all facts have in common: one row per share of a source line, written by SQL alone.

    A model of facts says in :meth:`_get_rows_query` which rows some documents give, once
    and for all ways of keeping facts: the refresh in the transaction that changes a
    document, the fill after installation, the check and the rebuild.

    What a row takes from its document follows the document, the contact named there included;
    what it takes from the contact or from the product (customer, manager, their team,
    territory, trade, category, cost) is frozen when the fact arises, so that last year's
    figures stay when a customer changes hands.
    """

    _name = "crm.fact"
    _description = "Fact"
    _log_access = False
    _order = "date desc, id desc"

    active = fields.Boolean(
        default=True,
        readonly=True,
        help="Not set: the document does not count at present, as a payment set back to draft; "
        "what it has frozen is kept for when it counts again.",
    )
    company_id = fields.Many2one("res.company", string="Branch", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, help="The day in the company's time zone.")
    amount = fields.Monetary(readonly=True, help="What counts here, in the company's currency.")
    user_id = fields.Many2one("res.users", string="Manager", readonly=True, ondelete="set null")
    customer_user_id = fields.Many2one(
        "res.users",
        string="Customer's Manager",
        readonly=True,
        ondelete="set null",
        help="Who looked after the customer when this happened.",
    )
    customer_team_id = fields.Many2one(
        "crm.team",
        string="Team of the Customer's Manager",
        readonly=True,
        ondelete="set null",
        help="The team in which they were then.",
    )
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    partner_id = fields.Many2one("res.partner", string="Contact", readonly=True, ondelete="set null", index=True)
    commercial_partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="set null", index=True
    )
    country_id = fields.Many2one("res.country", readonly=True, ondelete="set null")
    state_id = fields.Many2one("res.country.state", string="Region", readonly=True, ondelete="set null")
    industry_id = fields.Many2one("res.partner.industry", readonly=True, ondelete="set null")
    city = fields.Char(related="partner_id.city")
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True, ondelete="set null", index=True)
    project_template_id = fields.Many2one(related="lead_id.project_template_id")
    source_id = fields.Many2one(related="lead_id.source_id")
    medium_id = fields.Many2one(related="lead_id.medium_id")
    campaign_id = fields.Many2one(related="lead_id.campaign_id")

    # What SQL fills: the common columns, then those that a kind of facts adds.
    _fact_columns = (
        "company_id",
        "date",
        "amount",
        "user_id",
        "customer_user_id",
        "customer_team_id",
        "team_id",
        "partner_id",
        "commercial_partner_id",
        "country_id",
        "state_id",
        "industry_id",
        "lead_id",
    )
    # The column of the document, whose rows are written together; and what makes a row unique, as in an index.
    _fact_document = None
    _fact_key = None
    # What tells that the document of a row is no more, so that the row goes as well.
    _fact_gone = "false"
    # Models that keep sums of the rows, see crm.fact.sum.
    _fact_sums = ()
    # (model of sources, query of the documents that some of them, %(ids)s, concern), as often as there are ways.
    _document_queries = ()

    # -- reading -----------------------------------------------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Bring the facts up to date with what this transaction has changed, then search."""
        PendingFacts(self.env).settle(self._name)
        return super()._search(domain, *args, **kwargs)

    def action_open_document(self):
        """Open the payment, invoice, delivery or order behind this fact."""
        self.ensure_one()
        document = self._get_document()
        if not document:
            raise UserError(self.env._("The document of this row is not there any more."))
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_document(self):
        """Return what a person wants to see behind this row."""
        return self[self._fact_document]

    # -- keeping -----------------------------------------------------------------------------------------------------

    @api.model
    def _get_rows_query(self, documents, frozen=True):
        """Return a query of the rows that documents give, in the order of ``_fact_columns``.

        The documents come first in every join, so that nothing of theirs is looked for in a whole table.

        :param SQL documents: a query of the documents' ids, each once
        :param bool frozen: keep what the present rows have frozen; otherwise take it as it is today
        """
        raise NotImplementedError

    @api.model
    def _get_documents_query(self, changes):
        """Return a query of the documents that changes concern; by it the database plans how few rows there are.

        :param dict changes: ``{model name: set of ids}`` of changed sources
        """
        parts = [SQL(query, ids=list(changes[model])) for model, query in self._document_queries if changes.get(model)]
        return SQL(" UNION ").join(parts or [SQL("SELECT 0 AS id WHERE false")])

    @api.model
    def _get_all_documents_query(self):
        """Return a query of the ids of every document that may give facts."""
        raise NotImplementedError

    @api.model
    def _refresh(self, documents, frozen=True):
        """Write the rows of documents anew, with one statement.

        Every part of the statement sees the rows as they were before it, so what is frozen is
        read from the rows that it replaces. Where another transaction has written the same row
        meanwhile, ``ON CONFLICT`` fails to serialize at this isolation level, and the caller
        is run again: no row is ever counted twice.

        :param SQL documents: a query of the documents' ids
        :param bool frozen: see :meth:`_get_rows_query`
        """
        columns = [SQL.identifier(name) for name in self._fact_columns]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH changed AS MATERIALIZED (%(documents)s),
                     fresh (%(columns)s) AS MATERIALIZED (%(rows)s),
                     suspended AS (
                         UPDATE %(table)s SET active = false
                          WHERE active AND %(document)s IN (SELECT id FROM changed)
                            AND %(document)s NOT IN (SELECT %(document)s FROM fresh) AND NOT (%(gone)s)
                     ),
                     removed AS (
                         DELETE FROM %(table)s WHERE %(document)s IN (SELECT id FROM changed) AND %(gone)s
                     ),
                     outdated AS (
                         DELETE FROM %(table)s
                          WHERE %(document)s IN (SELECT %(document)s FROM fresh)
                            AND (%(key)s) NOT IN (SELECT %(key)s FROM fresh)
                     )
                     %(sums)s
                INSERT INTO %(table)s (active, %(columns)s) SELECT true, * FROM fresh
                    ON CONFLICT (%(key)s) DO UPDATE SET (active, %(columns)s) = (true, %(written)s)
                """,
                documents=documents,
                rows=self._get_rows_query(SQL("SELECT id FROM changed"), frozen),
                table=SQL.identifier(self._table),
                document=SQL.identifier(self._fact_document),
                key=SQL(self._fact_key),
                columns=SQL(", ").join(columns),
                written=SQL(", ").join(SQL("EXCLUDED.%s", column) for column in columns),
                gone=SQL(self._fact_gone),
                sums=self._get_sums_part(),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_sums_part(self):
        """Return the parts of the statement that change the sums: by ``changed``, the documents, and ``fresh``."""
        before = SQL(
            "SELECT * FROM %s WHERE active AND %s IN (SELECT id FROM changed)",
            SQL.identifier(self._table),
            SQL.identifier(self._fact_document),
        )
        after = SQL("SELECT * FROM fresh")
        sums = [self.env[name] for name in self._fact_sums]
        return SQL("").join(
            SQL(", %s AS (%s)", SQL.identifier(f"added_to_{one._table}"), one._get_change_query(before, after))
            for one in sums
        )

    @api.model
    def _repair_sums(self):
        """Repair the sums that are kept of the rows; return how many were wrong."""
        return sum(self.env[name]._repair() for name in self._fact_sums)

    @api.model
    def _count_differences(self, documents):
        """Return how many documents' rows differ from what the documents give now.

        :param SQL documents: a query of the documents' ids
        """
        columns = SQL(", ").join(SQL.identifier(name) for name in self._fact_columns)
        self.env.flush_all()
        [[count]] = self.env.execute_query(
            SQL(
                """
                WITH changed AS MATERIALIZED (%(documents)s),
                     fresh (%(columns)s) AS MATERIALIZED (%(rows)s),
                     kept AS MATERIALIZED (
                         SELECT %(columns)s FROM %(table)s WHERE active AND %(document)s IN (SELECT id FROM changed)
                     )
                SELECT COUNT(DISTINCT %(document)s) FROM (
                    (SELECT * FROM fresh EXCEPT ALL SELECT * FROM kept)
                    UNION ALL
                    (SELECT * FROM kept EXCEPT ALL SELECT * FROM fresh)
                ) difference
                """,
                documents=documents,
                rows=self._get_rows_query(SQL("SELECT id FROM changed")),
                table=SQL.identifier(self._table),
                document=SQL.identifier(self._fact_document),
                columns=columns,
            )
        )
        return count
