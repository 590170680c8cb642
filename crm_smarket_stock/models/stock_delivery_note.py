import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.sql_db import Cursor
from odoo.tools import SQL

from ..tools.number_pattern import Series, resolve

_logger = logging.getLogger(__name__)


class StockDeliveryNote(models.Model):
    """The numbered goods-issue document (WZ) of a done delivery, or the correction (WZK) of a customer's return.

    Validating a delivery only notes that a number is due, in the same transaction. The moment after commit the number
    is taken in a short transaction of its own: a counter inside the business transaction would make people who
    validate at once fail by the hundred, and a number taken before commit would leave a gap if that one fails. The
    scheduled action is the net for a server that dies in between; it also makes the PDF.

    Goods that go from a supplier straight to the customer never were in our stock: they get no delivery note.
    """

    _name = "stock.delivery.note"
    _description = "Delivery Note"
    _order = "date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    picking_id = fields.Many2one(
        "stock.picking", string="Delivery", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    kind = fields.Selection(
        [("wz", "Goods Issue (WZ)"), ("wzk", "Correction (WZK)")], required=True, readonly=True, default="wz"
    )
    corrected_note_id = fields.Many2one(
        "stock.delivery.note", string="Corrects", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    correction_ids = fields.One2many("stock.delivery.note", "corrected_note_id", string="Corrections", readonly=True)
    number = fields.Char(readonly=True, index="trigram", copy=False)
    date = fields.Date(string="Date of Issue", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Issued By", readonly=True)
    series_id = fields.Many2one("stock.delivery.note.series", readonly=True, ondelete="restrict", index=True)
    sequence = fields.Integer(string="Running Number", readonly=True, copy=False)
    prefix = fields.Char(required=True, readonly=True)
    padding = fields.Integer(required=True, readonly=True)
    suffix = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [("due", "Number Due"), ("pending", "PDF Due"), ("failed", "PDF Failed"), ("done", "Ready")],
        required=True,
        readonly=True,
        default="due",
        index=True,
    )

    _picking_uniq = models.UniqueIndex("(picking_id)", "A delivery has one delivery note.")
    _number_uniq = models.UniqueIndex("(company_id, number)", "A number is given to one delivery note only.")
    _series_uniq = models.UniqueIndex("(series_id, sequence)", "A number is given to one delivery note only.")

    @api.depends("number", "picking_id.name")
    def _compute_display_name(self):
        for note in self:
            note.display_name = note.number or note.picking_id.name

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if any(note.number for note in self):
            raise UserError(self.env._("A delivery note that has its number is kept for good."))

    def action_print(self):
        """Download these delivery notes as one PDF."""
        return self.picking_id.action_print_delivery_note()

    # -- a number is due ----------------------------------------------------------------------------------------------

    @api.model
    def _queue(self, pickings):
        """Note that these transfers are due for a delivery note, and see to it right after commit.

        :param pickings: transfers that were done just now; those that are none of our goods going to a customer, or
            coming back, are passed over
        """
        notes = self.sudo()  # sudo: whoever may validate the delivery thereby issues its note
        again = notes.search([("picking_id", "in", pickings.ids)])
        again.filtered("number").write({"state": "pending", "error": False, "attempt_count": 0})
        fresh = pickings - again.picking_id
        added = notes.create([vals for vals in map(self._prepare_note, fresh) if vals])
        due = again + added
        if due:
            self.env.ref("crm_smarket_stock.ir_cron_delivery_notes").sudo()._trigger()
            self.env.cr.postcommit.add(due._number_apart)
        return due

    def _prepare_note(self, picking):
        """Return the values of the delivery note that a done transfer should have, or an empty dict."""
        corrected = self.sudo()
        if picking._is_goods_issue():
            kind, pattern = "wz", picking.company_id.delivery_note_pattern
        else:
            corrected = picking._get_returned_notes()[:1]
            kind, pattern = "wzk", picking.company_id.delivery_note_correction_pattern
            if not corrected:
                return {}
        date = picking.company_id._get_local_today()
        series = resolve(pattern, date, picking.picking_type_id.warehouse_id.code or "-")
        return {
            "picking_id": picking.id,
            "company_id": picking.company_id.id,
            "kind": kind,
            "corrected_note_id": corrected.id,
            "date": date,
            "user_id": self.env.uid != SUPERUSER_ID and self.env.uid,
            **series._asdict(),
        }

    # -- the number ---------------------------------------------------------------------------------------------------

    def _number_apart(self):
        """Give each note its number in a transaction of its own.

        Nothing may fail here: the delivery is committed already. What goes wrong is left to the scheduled action.
        """
        for note_id in sorted(self.ids):
            try:
                with self.env.registry.cursor() as cr:
                    if isinstance(cr, Cursor):  # a test's cursor is within a transaction already
                        cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                    self.with_env(api.Environment(cr, SUPERUSER_ID, {})).browse(note_id)._take_number()
            except Exception:
                _logger.warning("Delivery note %s gets its number later", note_id, exc_info=True)

    def _take_number(self):
        """Give this note the next number of its series, unless it has one."""
        self.ensure_one()
        self.flush_model()
        due = self.env.execute_query(
            SQL(
                """
                SELECT company_id, prefix, padding, suffix
                  FROM stock_delivery_note
                 WHERE id = %s AND number IS NULL
                   FOR UPDATE
                """,
                self.id,
            )
        )
        for company_id, *parts in due:
            series = Series(*parts)
            series_id, running = self.env["stock.delivery.note.series"]._take(company_id, series.prefix, series.suffix)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE stock_delivery_note
                       SET number = %s, sequence = %s, series_id = %s, state = 'pending'
                     WHERE id = %s
                    """,
                    series.format(running),
                    running,
                    series_id,
                    self.id,
                )
            )
        self.invalidate_recordset(flush=False)
