"""What came through the order forms of the demonstration company lately: one post for each way of handling it."""

from datetime import timedelta
from typing import NamedTuple

from odoo import fields

from odoo.addons.crm_smarket.demo.teller import QUIETLY
from odoo.addons.crm_smarket.tools.form_payload import flatten


class FormOrder(NamedTuple):
    """One post to an order form.

    :param str form: last part of the form's external id
    :param int minutes: how long ago it came
    :param dict sent: the fields of the site; a list of products stands under ``items``
    :param dict boxes: quantities by the last part of the product's external id, as the form's page sends them
    """

    form: str
    minutes: int
    sent: dict
    boxes: dict

    def get_xml_name(self):
        """Return the name of the submission's external id."""
        return f"crm_web_form_submission_demo_{self.form}"


FORM_ORDERS = [
    FormOrder(
        "cart",
        300,
        {
            "customer": {
                "name": "Tomasz Wójcik",
                "company": "Delikatesy Pod Lipą",
                "email": "wojcik@podlipa.example.com",
            },
            "number": "ZAM/2051",
            "items": [{"sku": "SC-SW10", "qty": 3, "price": 1}, {"sku": "CD-CART", "qty": 20, "price": 1}],
        },
        {},
    ),
    FormOrder(
        "shop",
        150,
        {"name": "Helen Brook", "email": "brook@cornershop.example.com", "sku": ["CR-SC2", "CR-POS15"], "qty": [2, 1]},
        {},
    ),
    FormOrder(
        "page",
        40,
        {
            "name": "Марина Лаптева",
            "company": "Лаптева и дочери",
            "email": "lapteva@dochki.example.com",
            "phone": "8 (343) 301-20-44",
            "address": "ул. Бебеля, 17",
            "city": "Екатеринбург",
            "remark": "Позвоните за час до приезда.",
        },
        {"sc_sw5": 2, "cd_cart": 10},
    ),
]


def tell_form_orders(demo, clock):
    """Let the posts come, and process them as the doors of the forms do.

    :param demo: the record set of ``crm.smarket.demo``
    :param Clock clock: what tells the time meanwhile
    """
    present = fields.Datetime.now()
    for order in FORM_ORDERS:
        clock.move_to(present - timedelta(minutes=order.minutes))
        form = demo.env.ref(f"crm_smarket_stock.crm_web_form_demo_{order.form}").with_context(**QUIETLY)
        boxes = {
            f"product_{demo._ref(f'product_product_demo_{item}').id}": count for item, count in order.boxes.items()
        }
        submission = form.env["crm.web.form.submission"].create(
            {
                "form_id": form.id,
                "idempotency_key": f"demo {order.form}",
                "payload": flatten({**order.sent, **boxes}.items()),
                "source": "page" if order.boxes else "webhook",
                "lang": form.lang_id.code,
            }
        )
        xml_id = f"crm_smarket_stock.{order.get_xml_name()}"
        demo.env["ir.model.data"]._update_xmlids([{"xml_id": xml_id, "record": submission, "noupdate": True}])
        submission._process()
    clock.move_to(present)
