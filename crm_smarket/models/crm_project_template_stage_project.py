from collections import defaultdict
from itertools import count

from odoo import models

from .translated import copy_translations


class CrmProjectTemplateStage(models.Model):
    """From template to project: what a project copies."""

    _inherit = "crm.project.template.stage"

    def _prepare_project_stage(self, lead, origin, dates, contacts):
        """Return the values of the project stage that copies this stage's plan.

        :param lead: the deal
        :param datetime origin: start of the project, UTC
        :param tuple dates: planned start and end, UTC
        :param dict contacts: as ``crm.lead._find_stage_contacts`` returns them
        """
        self.ensure_one()
        start, end = dates
        return {
            "lead_id": lead.id,
            "template_stage_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            **self._get_timing(),
            "date_origin": origin,
            "date_start": start,
            "date_end": end,
            "baseline_date_start": start,
            "baseline_date_end": end,
            "user_ids": [(6, 0, self._get_managers(lead).ids)],
            "partner_ids": [(6, 0, self._get_contact_ids(lead, contacts))],
        }

    def _get_managers(self, lead):
        """Return the managers of this stage in a deal, its roles filled in."""
        managers = self.user_ids
        if self.with_salesperson or not (self.user_ids or self.with_team_leader):
            managers |= lead.user_id
        if self.with_team_leader:
            managers |= lead.team_id.user_id
        return managers

    def _get_contact_ids(self, lead, contacts):
        """Return the customer's contacts whose job position this stage names."""
        wanted = {name.strip().lower() for name in (self.partner_functions or "").split(",")} - {""}
        own = contacts.get(lead.partner_id.commercial_partner_id.id, ())
        return [partner_id for partner_id, function in own if function in wanted]

    def _copy_papers(self, stage_by_key):
        """Copy planned products and documents, with their blanks, to new project stages.

        :param dict stage_by_key: ``{(lead id, template stage id): project stage}``
        """
        if not (self.product_line_ids or self.document_ids):
            return
        blanks = {
            attachment.res_id: attachment
            for attachment in self.env["ir.attachment"].search(
                [
                    ("res_model", "=", "crm.project.template.document"),
                    ("res_field", "=", "file"),
                    ("res_id", "in", self.document_ids.ids),
                ]
            )
        }
        lines, documents, sources, files = [], [], [], []
        places = defaultdict(lambda: count(1))  # in the lists of the whole project stage comes after stage
        for (lead_id, rule_id), stage in stage_by_key.items():
            rule = self.browse(rule_id)
            owner = {"lead_id": lead_id, "stage_id": stage.id}
            lines += [
                {
                    **owner,
                    "product_id": line.product_id.id,
                    "sequence": next(places[lead_id]),
                    "quantity": line.quantity,
                    "price_unit": line.price_unit,
                }
                for line in rule.product_line_ids
            ]
            for document in rule.document_ids:
                sources.append(document)
                if blank := blanks.get(document.id):
                    files.append(
                        {
                            "name": document.file_name or document.name,
                            "raw": blank.raw,
                            "mimetype": blank.mimetype,
                            "res_model": "crm.lead",
                            "res_id": lead_id,
                        }
                    )
                documents.append(
                    {
                        **owner,
                        "name": document.name,
                        "required": document.required,
                        "sequence": next(places[lead_id]),
                    }
                )
        self.env["crm.project.product.line"].create(lines)
        copied = iter(self.env["ir.attachment"].create(files))
        for document, source in zip(documents, sources, strict=True):
            if source.id in blanks:
                document["template_attachment_id"] = next(copied).id
        copies = self.env["crm.project.document"].create(documents)
        copy_translations(copies, sources, "name")
