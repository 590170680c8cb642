from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """A done delivery has its numbered delivery note (WZ), a customer's return its correction (WZK)."""

    _inherit = "stock.picking"

    delivery_note_ids = fields.One2many("stock.delivery.note", "picking_id", string="Delivery Notes", readonly=True)
    delivery_note_number = fields.Char(related="delivery_note_ids.number", string="Delivery Note")
    delivery_note_date = fields.Date(related="delivery_note_ids.date", string="Delivery Note Date")
    delivery_note_state = fields.Selection(related="delivery_note_ids.state", string="Delivery Note State")
    delivery_note_error = fields.Char(related="delivery_note_ids.error", string="Delivery Note Error")
    print_log_ids = fields.Many2many("stock.print.log", string="Printed Papers", readonly=True)
    print_count = fields.Integer(string="Prints", compute="_compute_print_count", compute_sudo=True)

    @api.depends("print_log_ids")
    def _compute_print_count(self):
        domain = [("picking_ids", "in", self.ids)]
        counts = dict(self.env["stock.print.log"]._read_group(domain, ["picking_ids"], ["__count"]))
        for picking in self:
            picking.print_count = counts.get(picking, 0)

    def button_validate(self):
        result = super().button_validate()
        opened = self.filtered(lambda picking: picking.state == "done")._get_auto_print_action()
        if not opened:
            return result
        if isinstance(result, dict) and result.get("tag") == "do_multi_print":
            result["params"]["anotherAction"] = result["params"].get("anotherAction") or opened
        return opened if result is True else result

    def _get_auto_print_action(self):
        """Return the action that opens the papers that are to open after validation, None if there are none."""
        logs = self.env["stock.print.log"]
        noted = self.filtered(lambda picking: picking.picking_type_id.auto_print_delivery_note)
        labelled = self.filtered(lambda picking: picking.picking_type_id.auto_print_address_labels)
        logs |= logs._log(noted._filter_noted(), "note") | logs._log_labels(labelled)
        return logs._download() if logs else None

    def action_print_delivery_note(self):
        """Download the delivery notes of these deliveries as one PDF."""
        noted = self._filter_noted()
        if not noted:
            raise UserError(self.env._("There is no delivery note: it comes when goods leave for a customer."))
        return self.env["stock.print.log"]._log(noted, "note")._download()

    def action_view_prints(self):
        """Show what was printed of these deliveries, by whom and when."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("crm_smarket_stock.stock_print_log_action"),
            "domain": [("picking_ids", "in", self.ids)],
        }

    def _action_done(self):
        result = super()._action_done()
        self.env["stock.delivery.note"]._queue(self.filtered(lambda picking: picking.state == "done"))
        return result

    def _is_goods_issue(self):
        """Tell whether goods out of our own stock have left for a customer with this transfer."""
        self.ensure_one()
        return self.picking_type_id.delivery_note and any(
            move.state == "done"
            and move.location_id.usage in ("internal", "transit")
            and not move.location_id._is_customer()
            and move.location_dest_id._is_customer()
            for move in self.move_ids
        )

    def _filter_noted(self):
        """Return those of these transfers that have a delivery note, with a number or due for it."""
        return self.sudo().filtered("delivery_note_ids").sudo(False)  # sudo: see _get_delivery_note_attachment

    def _get_returned_notes(self):
        """Return the delivery notes of the goods that a customer has sent back with this transfer, oldest first."""
        self.ensure_one()
        returned = self.move_ids.filtered(
            lambda move: (
                move.state == "done" and move.location_id._is_customer() and not move.location_dest_id._is_customer()
            )
        )
        # sudo: the return names its delivery note, also to somebody who may not open that delivery
        notes = returned.origin_returned_move_id.picking_id.sudo().delivery_note_ids
        return notes.filtered(lambda note: note.kind == "wz").sorted("id")

    def _get_delivery_note_attachment(self):
        """Return the PDF of this delivery's note, empty until it is made."""
        self.ensure_one()
        return self.sudo().delivery_note_ids.attachment_id  # sudo: whoever may see the delivery may see its paper

    def _get_delivery_note_papers(self):
        """Return the PDFs of the delivery notes, made now where they are missing.

        :return: ``{id of delivery: PDF as bytes}`` of all that have a delivery note
        """
        self.check_access("read")
        notes = self.sudo().delivery_note_ids  # sudo: see _get_delivery_note_attachment
        papers = {note.id: paper for note in notes if (paper := note._get_paper())}
        papers |= notes.filtered(lambda note: note.id not in papers)._process_apart()
        return {note.picking_id.id: papers[note.id] for note in notes if note.id in papers}

    def action_retry_delivery_note(self):
        """Try again to number the delivery note and to make its PDF."""
        self.check_access("read")
        return self.sudo().delivery_note_ids.action_retry()  # sudo: whoever issues goods issues their papers
