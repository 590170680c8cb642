from odoo import api, fields, models


class CrmGoodsFact(models.AbstractModel):
    """Facts of goods: a row per line of an order or of a delivery, at sale price and at cost."""

    _name = "crm.goods.fact"
    _description = "Fact of Goods"
    _inherit = ["crm.fact"]

    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null", index=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True, ondelete="set null")
    quantity = fields.Float(readonly=True, digits="Product Unit", help="In the product's own unit.")
    unit_cost = fields.Float(
        readonly=True,
        aggregator=None,
        digits="Product Price",
        groups="crm_smarket_reports.group_margin",
        help="The product's cost on the day of this row.",
    )
    cost = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    margin = fields.Monetary(readonly=True, groups="crm_smarket_reports.group_margin")
    document_amount = fields.Monetary(
        string="Full Amount",
        compute="_compute_document_amount",
        read_by="_get_document_amounts",
        help="What the whole document counts.",
    )

    # The field that names the order or the delivery.
    _goods_document = None

    @property
    def _fact_columns(self):
        return (*super()._fact_columns, "product_id", "categ_id", "quantity", "unit_cost", "cost", "margin")

    def _valid_field_parameter(self, field, name):
        # read_by: of a computed field, the method that gives the values of very many rows without making records
        return name == "read_by" or super()._valid_field_parameter(field, name)

    @api.depends(lambda self: ("amount", self._goods_document))
    def _compute_document_amount(self):
        amounts = self._get_document_amounts(self._ids)
        # Rows of a company have one currency: those of the same amount are set at once.
        for (_company, amount), facts in self.grouped(lambda fact: (fact.company_id, amounts[fact.id])).items():
            facts.document_amount = amount

    @api.model
    def _get_document_amounts(self, ids):
        """Return ``{id: amount}``: what all rows of the same document count, of a row without one its own amount.

        :param ids: of rows, as many as there are: the number of queries is the same
        """
        name = self._goods_document
        query = self.browse(ids)._as_query(ordered=False)
        columns = [self._field_to_sql(self._table, column, query) for column in ("id", name, "amount")]
        rows = self.env.execute_query(query.select(*columns))
        documents = {document for _id, document, _amount in rows if document}
        # Any order but that of the documents' names, for which their table would be read.
        sums = self._read_group([(name, "in", documents)], [name], ["amount:sum"], order="amount:sum")
        found = {document.id: amount for document, amount in sums}
        return {one: found.get(document, amount) for one, document, amount in rows}
