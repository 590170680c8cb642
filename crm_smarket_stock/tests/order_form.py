from .common import FulfilmentCase


class OrderFormCase(FulfilmentCase):
    """An order form of a Polish wholesaler, which takes the cart of its shop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poland = cls.env.ref("base.pl")
        cls.env.ref("uom.product_uom_dozen").active = True
        cls.team = cls.env["crm.team"].create({"name": "Wholesale", "member_ids": cls.seller.ids, "use_leads": True})
        cls.scale.write({"default_code": "SC-1", "barcode": "5901234123457"})
        cls.display.default_code = "DS-1"
        cls.form = cls.env["crm.web.form"].create(
            {
                "name": "Order equipment",
                "kind": "order",
                "team_id": cls.team.id,
                "user_id": cls.seller.id,
                "country_id": cls.poland.id,
                "response_hours": 0,
            }
        )
        cls._add_field("name", "lead.contact_name", required=True)
        cls._add_field("email", "lead.email_from", transform="email", required=True)
        cls._add_field("phone", "lead.phone", transform="phone")
        cls._add_field("message", "note", label="Message")
        cls._add_field("items[][sku]", "line.product")
        cls._add_field("items[][qty]", "line.quantity")
        cls._add_field("items[][unit]", "line.unit")
        cls._add_field("items[][note]", "line.note")

    @classmethod
    def _add_field(cls, name, target, **vals):
        return cls.env["crm.web.form.field"].create(
            {"form_id": cls.form.id, "source_name": name, "target": target, **vals}
        )

    @classmethod
    def _submit(cls, form=None, process=True, **sent):
        """Store a submission as the door does, and process it."""
        submissions = cls.env["crm.web.form.submission"]
        submission = submissions.create(
            {
                "form_id": (form or cls.form).id,
                "idempotency_key": f"key {submissions.search_count([])}",
                "payload": cls._get_payload(**sent),
            }
        )
        if process:
            submission._process()
        return submission

    @classmethod
    def _get_payload(cls, **sent):
        """Return two scales for Anna, unless other lines are sent."""
        payload = {"name": "Anna Nowak", "email": "anna@example.com"}
        if not any(name.startswith(("items", "product_")) for name in sent):
            payload |= {"items.0.sku": "SC-1", "items.0.qty": "2"}
        return {**payload, **sent}

    @classmethod
    def _row(cls, sku, qty, number=0, **more):
        """Return what is sent of one row of the cart."""
        return {f"items.{number}.{name}": text for name, text in {"sku": sku, "qty": qty, **more}.items()}

    def _order(self, process=True, **sent):
        """Return the order that a post becomes."""
        submission = self._submit(process=process, **sent)
        self._end_transaction()
        return submission.order_id

    def _reserved(self, order):
        """Return what is reserved of an order, by product."""
        moves = order.order_line.move_ids
        return {product: sum(same.mapped("quantity")) for product, same in moves.grouped("product_id").items()}
