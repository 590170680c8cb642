from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmSmarketAnalysis(models.AbstractModel):
    """Reports on one screen, each a question with its answer: tables whose figures open what is behind them.

    A report is a key in :meth:`_get_report_keys`, a method ``_describe_<key>`` that says what
    can be chosen, and a method ``_report_<key>(options)`` that answers; see ``readme/DEVELOP.md``.
    All is read by the ORM with the user's rights, on a read-only connection.
    """

    _name = "crm.smarket.analysis"
    _description = "Analysis"
    _inherit = ["crm.smarket.figures"]

    @api.model
    def _get_report_keys(self):
        """Return the keys of all reports."""
        return ["sales", "interest", "growth", "territory"]

    @api.model
    @api.readonly
    def get_report(self, key, options=None):
        """Return a report, ready to be shown.

        :param str key: of the report
        :param dict options: what the user has chosen, see :meth:`_get_options`; what is left out is
            chosen by the report; None is what the user's favourite says
        :return: a dict of ``key``, ``title``, ``explanation``, ``chosen`` (what was asked for), ``options``,
            ``periods``, ``choices``, ``deeper`` (the dimension to which a click on a row with ``next`` leads),
            ``columns``, ``rows``, ``total``, ``others``, ``chart``, ``notes``, ``links``, ``blocks``,
            ``as_of``, ``currency_id`` and ``is_converted``
        :raise AccessError: for people who do not sell, and for companies that are not the user's
        :raise UserError: where there is no such report, or a choice that it does not have
        """
        self._check_reader()
        if key not in self._get_report_keys():
            raise UserError(self.env._("There is no analysis called “%(name)s”.", name=key))
        description = self._describe(key)
        chosen = self.env["crm.saved.analysis"]._get_default_options(key) if options is None else options
        options = self._get_options(description, chosen)
        deeper = self._get_deeper(description, options)
        report = getattr(self, f"_report_{key}")(options)
        for row in report.get("rows", ()):
            row.setdefault("next", bool(deeper))
        return {
            "key": key,
            "title": description["title"],
            "explanation": description["explanation"],
            "chosen": chosen,
            "options": options,
            "periods": {name: period._asdict() for name, period in self._get_periods(options).items()},
            "choices": self._get_choices(description),
            "deeper": deeper,
            "columns": [],
            "rows": [],
            "total": None,
            "others": None,
            "chart": None,
            "notes": [],
            "links": [],
            "blocks": [],
            "as_of": fields.Datetime.now(),
            "currency_id": self.env.company.currency_id.id,
            "is_converted": len(self.env.companies.currency_id) > 1,
            **report,
        }

    @api.model
    def _describe(self, key):
        """Return what ``_describe_<key>`` says, with what it leaves out.

        ``title``; ``explanation``, a sentence on what is counted; ``dimensions`` and ``filters``,
        lists of keys of :meth:`_get_dimensions`; ``measures`` and ``readings``, ``{key: label}``;
        ``has_period``, ``compares`` and ``must_compare``, whether one can choose a period, can compare it and
        has to; ``orders``, keys of the
        columns that rows can be sorted by; ``defaults``, the options that hold unless chosen otherwise.
        """
        return {
            "dimensions": [],
            "filters": [],
            "measures": {},
            "readings": {},
            "has_period": True,
            "compares": True,
            "must_compare": False,
            "orders": [],
            "defaults": {},
            **getattr(self, f"_describe_{key}")(),
        }

    @api.model
    def _get_choices(self, description):
        """Return what the screen offers to choose from."""
        dimensions = self._get_dimensions()
        return {
            "dimensions": [{"key": key, "label": dimensions[key].label} for key in description["dimensions"]],
            "measures": [{"key": key, "label": label} for key, label in description["measures"].items()],
            "readings": [{"key": key, "label": label} for key, label in description["readings"].items()],
            "filters": [self._get_filter_choice(key) for key in description["filters"]],
            "has_period": description["has_period"],
            "compares": description["compares"],
            "must_compare": description["must_compare"],
            "orders": description["orders"],
        }

    @api.model
    def _get_filter_choice(self, key):
        """Return what the screen offers to filter a dimension: records, or texts that contacts have in a field."""
        dimension = self._get_dimensions()[key]
        of_texts = {"model": "res.partner", "field": dimension.field}
        of_records = {"model": dimension.model, "field": None}
        return {
            "key": key,
            "label": dimension.label,
            "domain": [],
            **(of_records if dimension.model else of_texts),
        }
