import io

from odoo.tests import TransactionCase, new_test_user
from odoo.tools.pdf import PdfReader


class PapersCase(TransactionCase):
    """A Polish company with goods on hand, and a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "skip_sms": True})
        cls.company = cls.env.company
        poland = cls.env.ref("base.pl")
        cls.company.partner_id.write(
            {"name": "Smarket Polska", "street": "ul. Wielicka 28", "zip": "30-552", "city": "Kraków",
             "country_id": poland.id, "vat": "PL5252248481"}
        )  # fmt: skip
        cls.company.resource_calendar_id.tz = "Europe/Warsaw"
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.warehouse.code = "KRK"
        cls.customer = cls.env["res.partner"].create(
            {"name": "Sklep „Źródło” sp. z o.o.", "is_company": True, "street": "ul. Piękna 5/7", "zip": "00-539",
             "city": "Warszawa", "country_id": poland.id, "vat": "PL1234563218", "phone": "+48 22 123 45 67"}
        )  # fmt: skip
        cls.scale, cls.till = cls.env["product.product"].create(
            [
                {"name": "Scale CAS SW-5", "default_code": "SW-5", "is_storable": True, "list_price": 350, "weight": 4},
                {"name": "Till Żubr", "default_code": "ZUBR", "is_storable": True, "list_price": 990, "weight": 1.5},
            ]
        )
        for product in cls.scale, cls.till:
            cls._stock(product, 1000)
        cls.worker = new_test_user(cls.env, "worker", groups="stock.group_stock_user")
        cls.seller = new_test_user(cls.env, "seller", groups="sales_team.group_sale_salesman")

    @classmethod
    def _stock(cls, product, quantity, warehouse=None, **vals):
        location = (warehouse or cls.warehouse).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity, **vals)

    @classmethod
    def _order(cls, *products, quantity=5, **vals):
        """Return a confirmed order of these products."""
        lines = [(0, 0, {"product_id": product.id, "product_uom_qty": quantity}) for product in products or [cls.scale]]
        order = cls.env["sale.order"].create({"partner_id": cls.customer.id, "order_line": lines, **vals})
        order.action_confirm()
        return order

    @classmethod
    def _validate(cls, picking, user=None):
        """Validate a transfer, all of it or what is set as done, with a back-order for the rest."""
        return picking.with_user(user or cls.worker).with_context(skip_backorder=True).button_validate()

    @classmethod
    def _deliver(cls, *products, **vals):
        """Return the delivery note of an order that has just been delivered, with its number."""
        picking = cls._order(*products, **vals).picking_ids
        cls._validate(picking)
        return cls._number(picking)

    @classmethod
    def _number(cls, pickings):
        """Return the delivery notes of transfers, numbered as right after commit."""
        for note in pickings.delivery_note_ids.sorted("id"):
            note._take_number()
        return pickings.delivery_note_ids

    @classmethod
    def _return(cls, picking, quantity=1):
        """Return the done transfer that takes back goods from the customer."""
        wizard = cls.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        returned = wizard._create_return()
        cls._validate(returned)
        return returned

    @classmethod
    def _read(cls, pdf):
        """Return the texts of the pages of a PDF."""
        return [page.extract_text() for page in PdfReader(io.BytesIO(pdf), strict=False).pages]
