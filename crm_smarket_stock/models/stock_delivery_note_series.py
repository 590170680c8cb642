from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class StockDeliveryNoteSeries(models.Model):
    """One series of numbers of delivery notes, without a gap.

    There is one for every beginning that the pattern of a company gives: with the warehouse and the year in the
    pattern, one for each warehouse and year. The row counts; it is only ever touched by the short transaction that
    gives a number, so that people who validate deliveries at once never wait for more than that, nor fail.
    """

    _name = "stock.delivery.note.series"
    _description = "Series of Delivery Notes"
    _order = "company_id, prefix, suffix"
    _rec_name = "prefix"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    prefix = fields.Char(string="Beginning", required=True, readonly=True)
    suffix = fields.Char(string="End", required=True, readonly=True, default="")
    last_number = fields.Integer(
        required=True,
        help="The next delivery note of this series gets the number after it. Raise it to go on where another program "
        "has stopped; it can't be lowered, since a number is never given twice.",
    )

    _company_prefix_uniq = models.UniqueIndex("(company_id, prefix, suffix)")

    def write(self, vals):
        if any(series.last_number > vals.get("last_number", series.last_number) for series in self):
            raise ValidationError(self.env._("The last number of a series can only be raised."))
        return super().write(vals)

    def _take(self, company_id, prefix, suffix):
        """Take the next number of a series, which is made where there is none yet.

        The row stays locked until the transaction ends: it should do nothing else but use the number.

        :param int company_id: the company
        :param str prefix: what stands before the running number
        :param str suffix: what stands behind it
        :return: (id of the series, running number)
        """
        self.flush_model()
        [taken] = self.env.execute_query(
            SQL(
                """
                INSERT INTO stock_delivery_note_series AS series (company_id, prefix, suffix, last_number)
                     VALUES (%(company)s, %(prefix)s, %(suffix)s, 1)
                ON CONFLICT (company_id, prefix, suffix)
                  DO UPDATE SET last_number = series.last_number + 1
                  RETURNING id, last_number
                """,
                company=company_id,
                prefix=prefix,
                suffix=suffix,
            )
        )
        self.invalidate_model(["last_number"])
        return taken
