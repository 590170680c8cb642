import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.crm_smarket.models.crm_project_batch import MachineMove

_logger = logging.getLogger(__name__)

TRIES = 5


class SaleOrderFulfilmentStep(models.Model):
    """What a step brings about: messages, the column of the deal, an e-mail to the customer.

    The rows are the queue. A cron that the transaction of the stock event calls for applies
    them one by one, each once; what fails is tried again, ever later, and kept in sight.
    """

    _inherit = "sale.order.fulfilment.step"

    effects_state = fields.Selection(
        [("pending", "Pending"), ("done", "Done"), ("failed", "Failed")],
        string="Effects",
        default="pending",
        required=True,
        readonly=True,
        help="Whether the step was told to the people of the deal and, if wished, to the customer.",
    )
    effects_error = fields.Text(string="Error", readonly=True)
    effects_tries = fields.Integer(readonly=True)
    date_effects = fields.Datetime(string="Next Try", default=fields.Datetime.now, readonly=True)

    _effects_pending_index = models.Index("(date_effects) WHERE effects_state = 'pending'")

    def action_retry(self):
        """Try the effects of these steps again, now."""
        self.check_access("read")
        # sudo: nobody writes steps by hand; whoever sees one may have it tried again
        failed = self.sudo().filtered(lambda row: row.effects_state != "done")
        failed._queue_effects()

    @api.model
    def _note(self, orders):
        changed = super()._note(orders)
        undone = changed.filtered("date_undone")
        # Nobody has heard of it, or another message says it all.
        untold = undone.filtered(
            lambda row: (
                row.effects_state == "pending" or row.order_id.fulfilment_state in (False, "returned", "cancelled")
            )
        )
        untold.effects_state = "done"
        (changed - untold)._queue_effects()
        return changed

    def _queue_effects(self):
        if self:
            now = fields.Datetime.now()
            self.write({"effects_state": "pending", "effects_error": False, "effects_tries": 0, "date_effects": now})
            self.env.ref("crm_smarket_stock.ir_cron_fulfilment_effects")._trigger()

    @api.model
    def _cron_apply_effects(self):
        """Apply the effects that are due, in the order in which the steps were reached."""
        due = self.search([("effects_state", "=", "pending"), ("date_effects", "<=", fields.Datetime.now())])
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for row in due:
            row._apply_effects_guarded()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _apply_effects_guarded(self):
        """Apply the effects of this step; a failure keeps nothing of it and stops no other."""
        if not self.try_lock_for_update():
            return
        try:
            with self.env.cr.savepoint():
                self._apply_effects()
                self.effects_state = "done"
        except Exception as error:  # whatever it is, the other steps go on
            _logger.warning("The effects of fulfilment step %s could not be applied", self.id, exc_info=True)
            self._note_failure(error)

    def _note_failure(self, error):
        tries = self.effects_tries + 1
        retry = fields.Datetime.now() + timedelta(minutes=2**tries)
        state = "failed" if tries >= TRIES else "pending"
        self.write({"effects_state": state, "effects_tries": tries, "effects_error": str(error), "date_effects": retry})
        if state == "pending":
            self.env.ref("crm_smarket_stock.ir_cron_fulfilment_effects")._trigger(retry)

    def _apply_effects(self):
        self.ensure_one()
        order = self.order_id.with_context(lang=self.order_id.user_id.lang or self.env.lang)
        lead = order.opportunity_id
        row = self.with_context(lang=order.env.lang)
        author = (self.user_undone_id if self.date_undone else self.user_id).partner_id
        for record in filter(None, (order, lead)):
            body = row._get_message(record)
            record.message_post(body=body, author_id=author.id, subtype_xmlid="mail.mt_note")
        if not self.date_undone:
            rule = self.env["sale.order.fulfilment.rule"]._find(order, self.step)
            row._move_deal(lead, rule.stage_id)
            if rule.is_mail_sent and rule.mail_template_id:
                rule.mail_template_id.send_mail(order.id, email_layout_xmlid="mail.mail_notification_light")

    def _get_message(self, record):
        """Return what is posted on the order, or on its deal."""
        step = dict(self._fields["step"]._description_selection(self.env))[self.step]
        links = [self.order_id._get_html_link()] if record != self.order_id else []
        if self.picking_id:
            links.append(self.picking_id._get_html_link())
        places = Markup(", ").join(links)
        if self.date_undone:
            text = self.env._("Fulfilment: “%s” was taken back", step)
        else:
            text = self.env._("Fulfilment: %s", step)
        return Markup("%s (%s)") % (text, places) if links else text

    def _move_deal(self, lead, column):
        """Move the deal to the column of this step: never back, never out of a won one."""
        if not column or not lead.active or lead.stage_id.is_won or not lead._is_later_column(column.id):
            return
        if column.team_ids and lead.team_id not in column.team_ids:
            return
        cause = MachineMove(self.env._("order %s", self.order_id.name))
        lead.with_context(project_columns=cause).stage_id = column
