import pytz
from lxml import etree

from odoo import models
from odoo.tools import SQL

from ..tools.workbook_formats import get_money_format
from ..tools.workbook_stream import stream_workbook

BATCH = 2000  # rows that are read at once
TOLD = 5  # batches between two times that one is told how far it is
KEPT = 20_000  # names that are kept of a column
LEFT_OUT = ("one2many", "many2many", "binary", "html", "json", "properties")
TYPES = {
    "monetary": "money",
    "float": "number",
    "integer": "count",
    "date": "date",
    "datetime": "datetime",
}


class CrmWorkbookJob(models.Model):
    """The rows of a workbook: read in batches of which none stays, written as they come."""

    _inherit = "crm.workbook.job"

    def _get_reader(self):
        """Return the model of the rows as the user has it."""
        return self.env(user=self.create_uid.id, context=self.context)[self.model]

    def _get_file_name(self):
        return self.env["crm.smarket.figures"]._get_workbook_name(self.name)

    def _write_file(self, file, reader, tell=None):
        """Write the workbook.

        :param file: open for writing bytes
        :param reader: see :meth:`_get_reader`
        :param tell: function that is told the number of rows written
        """
        columns = self._get_columns(reader)
        figures = reader.env["crm.smarket.figures"]
        definitions = [(column["label"], column["help"]) for column in columns if column["help"]]
        stream_workbook(
            file,
            self.name,
            columns,
            self._iterate(reader, columns, tell),
            figures._get_workbook_about(self.name, self.facets or [], definitions),
            self._get_money_format(reader),
        )

    def _get_money_format(self, reader):
        """Return the format of amounts; of several currencies each row says its own."""
        currencies = reader.env.companies.currency_id
        if len(currencies) > 1:
            return "#,##0.00;[Red]-#,##0.00"
        return get_money_format(currencies.symbol, currencies.position == "before", currencies.decimal_places)

    def _get_columns(self, reader):
        """Return the columns of the model's list, those included that one can switch on: ``name`` and more.

        Amounts are summed where the list does so, and all of them have one currency.
        """
        described = reader.fields_get(attributes=["string", "type", "help", "selection", "relation"])
        has_one_currency = len(reader.env.companies.currency_id) == 1
        columns = []
        for node in etree.fromstring(reader.get_view(view_type="list")["arch"]).iterchildren("field"):
            name = node.get("name")
            field = described.get(name)
            if (
                not field
                or field["type"] in LEFT_OUT
                or (node.get("column_invisible") and (name != "currency_id" or has_one_currency))
            ):
                continue
            columns.append(
                {
                    "name": name,
                    "label": node.get("string") or field["string"],
                    "type": TYPES.get(field["type"], "text"),
                    "help": field.get("help"),
                    "is_summed": bool(node.get("sum")) and has_one_currency,
                    "field": field,
                }
            )
        return columns

    def _iterate(self, reader, columns, tell=None):
        """Yield the rows in batches: of each column a list of its cells."""
        names = [column["name"] for column in columns]
        makers = [self._get_cell_maker(reader, column["field"]) for column in columns]
        ids = reader.search(self.domain or [])._ids
        for number, start in enumerate(range(0, len(ids), BATCH)):
            batch = ids[start : start + BATCH]
            values = self._read_batch(reader, names, batch)
            yield [make(values[name]) for name, make in zip(names, makers, strict=True)]
            reader.env.invalidate_all()
            if tell and not number % TOLD:
                tell(start + len(batch))

    def _read_batch(self, reader, names, ids):
        """Return ``{name: values}`` of records, in their order.

        Columns are read as such: to make each value of each record an object of its own would take longer
        than to write the file. What is computed is read by the method that its field names, or else as ever.
        """
        columns = [name for name in names if _is_column(reader._fields[name])]
        query = reader._search([("id", "in", ids)])
        expressions = [reader._field_to_sql(reader._table, name, query) for name in columns]
        found = reader.env.execute_query(query.select(SQL.identifier(reader._table, "id"), *expressions))
        rows = {row[0]: row[1:] for row in found}
        values = dict(zip(columns, zip(*(rows[one] for one in ids), strict=True), strict=True))
        for name in set(names).difference(columns):
            if method := getattr(reader._fields[name], "read_by", None):
                found = getattr(reader, method)(ids)
            else:
                found = {row["id"]: row[name] for row in reader.browse(ids).read([name], load=None)}
            values[name] = [found[one] for one in ids]
        return values

    def _get_cell_maker(self, reader, field):
        """Return a function that makes cells of the values of a field.

        :param dict field: as ``fields_get`` describes it
        """
        kind = field["type"]
        if kind == "many2one":
            known = {}
            return lambda values: self._name_all(reader.env[field["relation"]], values, known)
        if kind == "selection":
            labels = dict(field["selection"])
            return lambda values: [labels.get(value) for value in values]
        if kind == "datetime":
            zone = pytz.timezone(reader.env.user.tz or "UTC")
            return lambda values: [
                value and pytz.utc.localize(value).astimezone(zone).replace(tzinfo=None) for value in values
            ]
        if kind in TYPES:
            return lambda values: values
        return lambda values: [str(value) if value else None for value in values]

    def _name_all(self, model, ids, known):
        """Return the names of records; what is known is asked for no more.

        :param dict known: ``{id: name}``
        """
        if len(known) > KEPT:
            known.clear()
        if missing := {value for value in ids if value and value not in known}:
            known.update(model.env["crm.smarket.figures"]._get_record_names(model.browse(missing)))
        return [known.get(value) for value in ids]


def _is_column(field):
    """Tell whether a field has a column, of its own or, as a related one, in another table."""
    while field.related and not field.store:
        field = field.related_field
    return bool(field.store and field.column_type)
