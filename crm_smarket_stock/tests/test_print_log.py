from odoo.tests import HttpCase, new_test_user, tagged

from .papers_case import PapersCase


@tagged("post_install", "-at_install")
class TestPrintLog(PapersCase, HttpCase):
    def _follow(self, action):
        self.assertEqual(action["tag"], "crm_smarket_stock_print")
        [url] = action["params"]["urls"]
        return self.url_open(url)

    def test_who_printed_what_how_often(self):
        picking = self._deliver().picking_id
        self.authenticate("worker", "worker")
        answer = self._follow(picking.with_user(self.worker).action_print_delivery_note())
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn(picking.delivery_note_number.replace("/", "-"), answer.headers["Content-Disposition"])
        self.assertTrue(answer.content.startswith(b"%PDF"))
        log = picking.print_log_ids
        self.assertEqual((log.user_id, log.kind, picking.print_count), (self.worker, "note", 1))
        self.assertTrue(self._follow(log.with_user(self.worker).action_print_again()).ok)
        picking.invalidate_recordset()
        self.assertEqual(picking.print_count, 2)

    def test_labels_again_with_one_click(self):
        picking = self._order().picking_ids.with_user(self.worker)
        asked = picking.action_print_labels()
        self.assertEqual(asked["res_model"], "stock.address.label.print")
        wizard = self.env[asked["res_model"]].with_user(self.worker).with_context(**asked["context"]).create({})
        wizard.write({"format_id": self.env.ref("crm_smarket_stock.stock_label_format_zpl_203").id, "parcel_count": 2})
        wizard.action_print()
        self.authenticate("worker", "worker")
        answer = self._follow(picking.action_print_labels())
        self.assertEqual(answer.text.count("^XA"), 2)
        self.assertEqual(picking.print_log_ids.mapped("copy_count"), [2, 2])

    def test_many_at_once(self):
        pickings = (self._deliver() | self._deliver()).picking_id.with_user(self.worker)
        self.authenticate("worker", "worker")
        answer = self._follow(pickings.action_print_delivery_note())
        self.assertEqual(len(self._read(answer.content)), 4)

    def test_open_after_validation(self):
        kind = self.warehouse.out_type_id
        picking = self._order().picking_ids
        self.assertIs(self._validate(picking), True)
        kind.write({"auto_print_delivery_note": True, "auto_print_address_labels": True})
        picking = self._order().picking_ids
        action = self._validate(picking)
        self.assertEqual(len(action["params"]["urls"]), 2)
        self.assertEqual(set(picking.print_log_ids.mapped("kind")), {"note", "label"})
        kind.auto_print_delivery_slip = True  # core's own printing comes first, ours after it
        action = self._validate(self._order().picking_ids)
        self.assertEqual(action["tag"], "do_multi_print")
        self.assertEqual(action["params"]["anotherAction"]["tag"], "crm_smarket_stock_print")

    def test_rights(self):
        action = self._deliver().picking_id.with_user(self.worker).action_print_delivery_note()
        new_test_user(self.env, "portal_customer", groups="base.group_portal")
        self.authenticate("portal_customer", "portal_customer")
        self.assertEqual(self._follow(action).status_code, 403)
        self.authenticate("worker", "worker")
        self.assertEqual(self.url_open("/stock/papers/999999999").status_code, 404)
        other = self.env["res.company"].create({"name": "Other"})
        new_test_user(self.env, "stranger", groups="stock.group_stock_user", company_id=other.id,
                      company_ids=[(6, 0, other.ids)])  # fmt: skip
        self.authenticate("stranger", "stranger")
        self.assertEqual(self._follow(action).status_code, 403)
