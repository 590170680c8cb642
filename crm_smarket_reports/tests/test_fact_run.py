from .common import FactCase


class TestFactRun(FactCase):
    """Facts of the past are filled in batches, and what is wrong is found and repaired."""

    def _run(self, kind, **values):
        run = (
            self.env["crm.fact.run"].sudo()._begin(kind, **values).filtered(lambda one: one.fact == "crm.receipt.fact")
        )
        while run.position:
            run._do_batch(size=max(run.total // 3, 1))
        return run

    def test_facts_of_the_past_are_filled(self):
        self._pay(self._invoice(600))
        expected = self._receipts("amount", "user_id")
        self.env.cr.execute("DELETE FROM crm_receipt_fact")
        self.env.invalidate_all()
        self.assertEqual(self._receipts("amount"), [])
        self.assertTrue(self._run("rebuild").date_done)
        self.assertEqual(self._receipts("amount", "user_id"), expected)

    def test_check_repairs_and_reports(self):
        self._pay(self._invoice(600))
        self._receipts("amount")
        self.env.cr.execute("UPDATE crm_receipt_fact SET amount = 1")
        run = self._run("check")
        self.assertGreaterEqual(run.difference_count, 1)
        self.assertEqual(self._receipts("amount"), [(600.0,)])
        self.assertEqual(self._run("check").difference_count, 0)

    def test_restate_takes_customers_of_a_period_as_they_are_today(self):
        for day in ("2026-03-05", "2026-04-05"):
            self.env["account.payment"].create(
                {"partner_id": self.shop.id, "amount": 10, "payment_type": "inbound", "date": day}
            ).action_post()
        self.env.cr.flush()
        self.shop.user_id = self.oleg
        self._run("restate", date_start="2026-04-01", date_end="2026-04-30")
        self.assertEqual(self._receipts("user_id"), [(self.vera,), (self.oleg,)])

    def test_facts_of_what_is_not_there_any_more_go(self):
        payment = self._pay(self._invoice(600))
        self._receipts("amount")
        self.env.cr.execute("UPDATE account_payment SET state = 'canceled' WHERE id = %s", [payment.id])
        self.assertEqual(self._run("check").difference_count, 1)
        self.env.invalidate_all()
        self.assertEqual(self._receipts("amount"), [])
