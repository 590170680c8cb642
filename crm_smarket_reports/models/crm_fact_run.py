from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

DOCUMENTS_PER_BATCH = 5000
TRIES = 5


class CrmFactRun(models.Model):
    """The upkeep of facts in batches, while people keep working, newest documents first.

    A batch is a window of document ids, committed together with the place to go on from, so
    a run may be killed at any moment. People who change a document of the same batch at the
    same time make it fail to serialize; it is then done again on what they have written.
    """

    _name = "crm.fact.run"
    _description = "Upkeep of Facts"
    _order = "id desc"
    _rec_name = "fact"

    kind = fields.Selection(
        [
            ("rebuild", "Rebuild"),
            ("restate", "Restate"),
            ("check", "Check and Repair"),
        ],
        required=True,
        readonly=True,
        help="Rebuild writes all rows anew and keeps what they have frozen. Restate takes customers' managers, "
        "territories, categories and costs of a period as they are today. Check repairs what is wrong and reports it.",
    )
    fact = fields.Selection(selection="_get_facts", required=True, readonly=True)
    date_start = fields.Date(string="From", readonly=True)
    date_end = fields.Date(string="To", readonly=True)
    position = fields.Integer(readonly=True, help="Documents below this number are still to be done; 0 when all are.")
    total = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress", help="Per cent of the documents' numbers that are done.")
    difference_count = fields.Integer(string="Repaired Documents", readonly=True)
    date_done = fields.Datetime(readonly=True)

    @api.model
    def _get_facts(self):
        names = ("crm.receipt.fact", "crm.shipment.fact", "crm.sold.fact", "crm.passage.fact")
        return [(name, self.env[name]._description) for name in names if name in self.env]

    @api.depends("position", "total")
    def _compute_progress(self):
        for run in self:
            run.progress = 100 * (1 - run.position / run.total) if run.total else 100

    @api.model
    def action_check(self):
        """Check all facts in the background, and repair what is wrong."""
        self.check_access("read")
        self.sudo()._begin("check")  # sudo: runs are made by the system alone

    @api.model
    def action_rebuild(self):
        """Write all facts anew in the background."""
        self.check_access("read")
        self.sudo()._begin("rebuild")  # sudo: as above

    @api.model
    def _begin(self, kind, date_start=None, date_end=None, facts=None):
        """Make a run for each kind of facts, to be begun as soon as this is committed.

        :param list facts: these kinds only
        """
        runs = self.browse()
        for fact in facts or [name for name, _label in self._get_facts()]:
            query = SQL(
                "SELECT COALESCE(MAX(ABS(id)), 0) + 1 FROM (%s) document", self.env[fact]._get_all_documents_query()
            )
            [[limit]] = self.env.execute_query(query)
            runs += self.create(
                {
                    "kind": kind,
                    "fact": fact,
                    "date_start": date_start,
                    "date_end": date_end,
                    "position": limit,
                    "total": limit,
                }
            )
        self.env.ref("crm_smarket_reports.ir_cron_fact_run")._trigger()
        return runs

    @api.model
    def _cron_check(self):
        """Check all facts, and repair what is wrong."""
        self._begin("check")

    @api.model
    def _cron_run(self):
        """Do batch after batch of the runs that are not done, in the order of their making."""
        runs = self.search([("position", ">", 0)], order="id")
        for run in runs:
            while run.position:
                run._retry_batch()
                left = len(runs.filtered("position"))
                if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                    return

    def _retry_batch(self):
        """Do the next batch, again where somebody has just changed a document of it."""
        for attempt in range(TRIES):
            try:
                self._do_batch()
                self.env.flush_all()
                return
            except SerializationFailure:
                if attempt == TRIES - 1:
                    raise
                self.env.cr.rollback()

    def _do_batch(self, size=DOCUMENTS_PER_BATCH):
        """Bring the rows of the next documents up to date, and note where to go on."""
        self.ensure_one()
        facts = self.env[self.fact]
        start = max(self.position - size, 0)
        documents = self._get_window_query(facts, start, self.position)
        if self.kind == "check":
            self.difference_count += facts._count_differences(documents)
        facts._refresh(documents, frozen=self.kind != "restate")
        self.position = start
        if not start:
            wrong = facts._repair_sums()
            self.difference_count += wrong if self.kind == "check" else 0
            self.date_done = fields.Datetime.now()

    def _get_window_query(self, facts, start, end):
        """Return a query of the documents with these numbers, those included that should have no rows any more."""
        document = SQL.identifier(facts._fact_document)
        table = SQL.identifier(facts._table)
        period = SQL("true")
        if self.kind == "restate":
            period = SQL(
                "id IN (SELECT %(document)s FROM %(table)s WHERE date BETWEEN %(date_start)s AND %(date_end)s)",
                document=document,
                table=table,
                date_start=self.date_start,
                date_end=self.date_end,
            )
        return SQL(
            """
            SELECT id FROM (%(all)s UNION SELECT %(document)s FROM %(table)s) document
             WHERE (id >= %(start)s AND id < %(end)s OR id <= -%(start)s AND id > -%(end)s) AND %(period)s
            """,
            all=facts._get_all_documents_query(),
            document=document,
            table=table,
            start=start,
            end=end,
            period=period,
        )

    @api.model
    @api.readonly
    def get_progress(self):
        """Tell how far facts are filled or restated, for everybody who looks at them.

        :return: ``{"percent": int, "is_stuck": bool}``, or False when they are whole
        """
        kinds = [("kind", "in", ("rebuild", "restate"))]
        runs = self.sudo().search([*kinds, ("position", ">", 0)])  # sudo: figures only
        if not runs:
            return False
        together = runs.search([*kinds, ("id", ">=", min(runs.ids))])
        cron = runs.env.ref("crm_smarket_reports.ir_cron_fact_run")
        return {
            "percent": round(sum(together.mapped("progress")) / len(together)),
            "is_stuck": not cron.active or bool(cron.failure_count),
        }
