import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CrmSmarketDashboard(models.AbstractModel):
    """General information: the figures of each widget, asked for without a single parameter.

    A widget is a key in :meth:`_get_widget_keys` and a method ``_get_<key>`` that returns
    what its component shows; see ``readme/DEVELOP.md``. Figures come from facts by the ORM,
    so rules, groups and switched-on companies apply by themselves. Nothing is written: all
    of it runs on a read-only connection.
    """

    _name = "crm.smarket.dashboard"
    _description = "General Information"
    _inherit = ["crm.smarket.figures"]

    @api.model
    def _get_widget_keys(self):
        """Return the keys of the widgets, in the order of the page."""
        return [
            "receipts_by_branch",
            "leading_managers",
            "leading_companies",
            "shipment_dynamics",
            "week_events",
            "nearest_events",
        ]

    @api.model
    @api.readonly
    def get_data(self, widget_keys=None):
        """Return ``{key: {...}}`` for these widgets, or for all.

        A widget that fails is ``{"error": message}``: it never takes the page down.

        :raise AccessError: for people who do not sell, and for companies that are not the user's
        """
        self._check_reader()
        data = {}
        for key in self._get_widget_keys() if widget_keys is None else widget_keys:
            if key not in self._get_widget_keys():
                continue
            try:
                data[key] = {"as_of": fields.Datetime.now(), **getattr(self, f"_get_{key}")()}
            except Exception:
                _logger.exception("Widget %s of the general information", key)
                data[key] = {"error": self.env._("This part could not be made ready. Refresh it, or see the log.")}
        return data
