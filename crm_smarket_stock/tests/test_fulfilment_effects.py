from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.sale_order_fulfilment_step_effects import TRIES
from .common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestFulfilmentEffects(FulfilmentCase):
    """What a step brings about happens after it, once, and cannot hold up the warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["sale.order.fulfilment.rule"]
        cls.steps = cls.env["sale.order.fulfilment.step"]
        cls.columns = cls.env["crm.stage"].create(
            [{"name": name, "sequence": 200 + number} for number, name in enumerate(("Talks", "Ordered", "Gone"))]
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Shop",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.seller.id,
                "stage_id": cls.columns[0].id,
            }
        )
        cls.order = cls._create_order(opportunity_id=cls.lead.id)

    def _apply(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_smarket_stock.ir_cron_fulfilment_effects").method_direct_trigger()
        self.env.invalidate_all()

    def _texts(self, record):
        return [str(body) for body in record.message_ids.sorted("id").mapped("body")]

    def _set_rule(self, step, **vals):
        self.env.ref(f"crm_smarket_stock.sale_order_fulfilment_rule_{step}").write(vals)

    def test_messages(self):
        self._apply()
        self._validate(self.order.picking_ids)
        self._apply()
        message = self.order.message_ids.filtered(lambda m: "Fulfilment: Shipped" in m.body)
        self.assertIn(self.order.picking_ids.name, message.body)
        self.assertEqual(message.author_id, self.worker.partner_id)
        self.assertTrue(
            any("Fulfilment: Shipped" in text and self.order.name in text for text in self._texts(self.lead))
        )
        self.assertEqual(set(self.order.fulfilment_step_ids.mapped("effects_state")), {"done"})

    def test_told_once(self):
        self._apply()
        count = len(self.order.message_ids)
        self._apply()
        self.assertEqual(len(self.order.message_ids), count)

    def test_taken_back(self):
        self._apply()
        self.order.picking_ids.with_user(self.worker).do_unreserve()
        self._end_transaction()
        self._apply()
        message = self.order.message_ids[0]
        self.assertIn("“Reserved” was taken back", message.body)
        self.assertEqual(message.author_id, self.worker.partner_id)

    def test_taken_back_before_anybody_heard_of_it(self):
        self.order.picking_ids.do_unreserve()
        self._end_transaction()
        self._apply()
        self.assertFalse([text for text in self._texts(self.order) if "Reserved" in text])

    def test_column_of_the_deal(self):
        self._set_rule("reserved", stage_id=self.columns[1].id)
        self._apply()
        self.assertEqual(self.lead.stage_id, self.columns[1])

    def test_never_back(self):
        self.lead.stage_id = self.columns[2]
        self._set_rule("reserved", stage_id=self.columns[1].id)
        self._apply()
        self.assertEqual(self.lead.stage_id, self.columns[2])

    def test_rule_of_the_team_first(self):
        self._set_rule("reserved", stage_id=self.columns[1].id)
        self.rules.create({"step": "reserved", "company_id": self.company.id})
        team = self.rules.create({"step": "reserved", "team_id": self.lead.team_id.id, "stage_id": self.columns[2].id})
        other = self.env["crm.team"].create({"name": "Others"})
        self.rules.create({"step": "reserved", "team_id": other.id, "stage_id": self.columns[0].id})
        self.assertEqual(self.rules._find(self.order, "reserved"), team)

    def test_mail_only_where_wished(self):
        self.customer.email = "kedr@example.com"
        self._apply()
        self.assertFalse(self.env["mail.mail"].search([("model", "=", "sale.order")]))
        self._set_rule("shipped", is_mail_sent=True)
        self._validate(self.order.picking_ids)
        self._apply()
        mail = self.env["mail.mail"].search([("model", "=", "sale.order"), ("res_id", "=", self.order.id)])
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(self.order.name, mail.subject)
        self.assertIn("has left our warehouse", mail.body_html)

    def test_failure_is_tried_again_and_stops_no_other(self):
        self._apply()
        other = self._create_order()
        self._validate(self.order.picking_ids)
        broken = self.order.fulfilment_step_ids[-1]
        apply = type(self.steps)._apply_effects

        def fail(row):
            if row == broken:
                raise ValueError("No paper")
            return apply(row)

        queue = "odoo.addons.crm_smarket_stock.models.sale_order_fulfilment_step_effects"
        with patch.object(type(self.steps), "_apply_effects", fail), mute_logger(queue):
            self._apply()
            self.assertEqual((broken.effects_state, broken.effects_tries), ("pending", 1))
            self.assertEqual(broken.effects_error, "No paper")
            self.assertEqual(set(other.fulfilment_step_ids.mapped("effects_state")), {"done"})
            for _try in range(TRIES - 1):
                broken.date_effects = "2020-01-01"
                self._apply()
        self.assertEqual(broken.effects_state, "failed")
        self.assertEqual(self.order.fulfilment_state, "shipped", "goods are gone all the same")
        broken.with_user(self.seller).action_retry()
        self._apply()
        self.assertEqual(broken.effects_state, "done")

    def test_received_by_time(self):
        cron = self.env.ref("crm_smarket_stock.ir_cron_fulfilment_delivered")
        self._validate(self.order.picking_ids)
        for days, state in ((6, "shipped"), (8, "delivered")):
            self.order.picking_ids.date_done = self._days_ago(days)
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(self.order.fulfilment_state, state)
        self.company.fulfilment_delivered_days = 0
        other = self._create_order()
        self._validate(other.picking_ids)
        other.picking_ids.date_done = "2020-01-01"
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(other.fulfilment_state, "shipped")
