from odoo import api, models

from .pending_facts import PendingFacts


class CrmFactSource(models.AbstractModel):
    """A model of documents or of their lines from which facts are made.

    ``create``, ``unlink`` and the low level of writing are watched, since stored computed
    fields never pass through ``write``; and ``write`` for links of many with many, which are
    no columns and never come down there.
    """

    _name = "crm.fact.source"
    _description = "Source of Facts"

    # {model of facts: the fields whose change may change them}
    _fact_fields = {}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for fact in self._fact_fields:
            records._note_new_facts(fact)
        return records

    def write(self, vals):
        result = super().write(vals)
        self._note_written_facts({name for name in vals if self._fields[name].type == "many2many"})
        return result

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        self._note_written_facts(set().union(*vals_list))
        return result

    def unlink(self):
        for fact in self._fact_fields:
            self._note_removed_facts(fact)
        return super().unlink()

    def _note_written_facts(self, written):
        for fact, names in self._fact_fields.items():
            if not written.isdisjoint(names):
                self._note_facts(fact)

    def _note_facts(self, fact):
        """Remember that facts must be written again for these records."""
        relevant = self._filter_fact_sources(fact)
        if relevant:
            PendingFacts(self.env).note(fact, self._name, relevant.ids)

    def _note_new_facts(self, fact):
        """Remember what new records change."""
        self._note_facts(fact)

    def _note_removed_facts(self, fact):
        """Remember what the removal of these records changes: rows of documents that stay."""
        self._note_facts(fact)

    def _filter_fact_sources(self, fact):
        """Return those of the records from which facts can come, or came: cheaply, without a query if possible."""
        return self
