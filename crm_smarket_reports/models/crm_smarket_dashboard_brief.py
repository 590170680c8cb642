import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..tools.short_number import shorten

_logger = logging.getLogger(__name__)

SENTENCES = 5
OF_ONE_KIND = 2
FACT_VIEWS = ((False, "list"), (False, "pivot"))


class CrmSmarketDashboard(models.AbstractModel):
    """The brief: at most five sentences that say what is remarkable in the figures of the page.

    A rule is a name in :meth:`_get_brief_rules` and a method ``_brief_<name>`` that returns
    sentences as :meth:`_say` makes them, the most important of a kind first. It takes its
    figures from where the widgets have theirs, with the rights of the user; a rule about
    something that the user may not see is silent.
    """

    _inherit = "crm.smarket.dashboard"

    @api.model
    def _get_brief_rules(self):
        """Return the names of the rules."""
        return [
            "receipts",
            "best_manager",
            "shipment_months",
            "loss_customer",
            "silent_customers",
            "late_deals",
            "late_orders",
            "waiting_orders",
            "targets",
        ]

    @api.model
    @api.readonly
    def get_brief(self, key=None):
        """Return the sentences ``{"key", "text", "level", "action"}``, the most important first.

        :param str key: of the one sentence that is wanted, as a link in a mail does; it may
            not be true any more
        :raise AccessError: as :meth:`get_data`
        """
        self._check_reader()
        sentences = self._get_sentences()
        chosen = [one for one in sentences if one["key"] == key] if key else _choose(sentences)
        return [{name: one[name] for name in ("key", "text", "level", "action")} for one in chosen]

    @api.model
    def _get_sentences(self):
        """Return what all rules have to say; a rule that fails is left out, the others stay."""
        sentences = []
        for rule in self._get_brief_rules():
            try:
                sentences += getattr(self, f"_brief_{rule}")()
            except AccessError:
                continue
            except Exception:
                _logger.exception("Rule %s of the brief", rule)
        return sentences

    # -- what rules share --------------------------------------------------------------------------------------------

    @api.model
    def _say(self, kind, text, level, weight, documents, record=None):
        """Return a sentence.

        :param str kind: of sentences, of which at most two are shown
        :param str level: ``good``, ``watch``, ``bad`` or ``info``
        :param int weight: how much it matters, 0 to 100
        :param dict documents: the action that opens what the sentence speaks of
        :param record: what tells this sentence from others of its kind
        """
        return {
            "kind": kind,
            "key": f"{kind}-{record.id}" if record else kind,
            "text": text,
            "level": level,
            "weight": weight,
            "action": documents,
        }

    @api.model
    def _get_documents(self, name, model, domain, views=FACT_VIEWS, **context):
        """Return an action that opens documents."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": list(views),
            "domain": list(domain),
            "context": context,
        }

    @api.model
    def _format_short(self, amount):
        """Return an amount of the current company's currency, as short as its size allows."""
        figure, decimals, power = shorten(amount)
        number = formatLang(self.env, figure, digits=decimals)
        short = {
            3: lambda: self.env._("%sK", number),
            6: lambda: self.env._("%sM", number),
            9: lambda: self.env._("%sB", number),
            12: lambda: self.env._("%sT", number),
        }.get(power, lambda: number)()
        currency = self.env.company.currency_id
        parts = [currency.symbol, short] if currency.position == "before" else [short, currency.symbol]
        return "\N{NO-BREAK SPACE}".join(parts)

    @api.model
    def _format_month(self, day):
        return format_date(self.env, day, date_format="LLLL y")

    @api.model
    def _convert_today(self, amount, currency):
        """Return an amount in the current company's currency at today's rate."""
        company = self.env.company
        return currency._convert(amount, company.currency_id, company, fields.Date.context_today(self))


def _choose(sentences):
    """Return the sentences to show: those of most weight, a second one of a kind only where there is room.

    >>> _choose([{"kind": kind, "key": kind, "weight": 1} for kind in "aab"])[1]["kind"]
    'b'
    """
    places = {}
    ranked = []
    for sentence in sentences:
        place = places[sentence["kind"]] = places.get(sentence["kind"], 0) + 1
        if place <= OF_ONE_KIND:
            ranked.append((place, -sentence["weight"], sentence["key"], sentence))
    chosen = [sentence for *_order, sentence in sorted(ranked, key=lambda one: one[:3])[:SENTENCES]]
    return sorted(chosen, key=lambda sentence: (-sentence["weight"], sentence["key"]))
