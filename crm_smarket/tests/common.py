from contextlib import contextmanager
from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user

NOW = datetime(2026, 3, 2, 9, 0)  # a Monday


def day(number, hour=9, minute=0):
    """Return a moment in March 2026, UTC; the 2nd is a Monday."""
    return datetime(2026, 3, number, hour, minute)


class ProjectCase(TransactionCase):
    """A team, its people, and a template: Needs → Offer (soft) → Contract (hard) → Delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "UTC"
        cls.env.company.resource_calendar_id.tz = "UTC"
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.leader = new_test_user(cls.env, "leader", groups="sales_team.group_sale_salesman_all_leads")
        cls.seller = new_test_user(cls.env, "seller", groups="sales_team.group_sale_salesman")
        cls.other = new_test_user(cls.env, "other", groups="sales_team.group_sale_salesman")
        cls.manager = new_test_user(cls.env, "manager", groups="sales_team.group_sale_manager")
        cls.team = cls.env["crm.team"].create(
            {"name": "Shops", "user_id": cls.leader.id, "member_ids": [(4, cls.seller.id)]}
        )
        cls.columns = cls.env["crm.stage"].create(
            [
                {"name": "First", "sequence": 101},
                {"name": "Second", "sequence": 102},
                {"name": "Third", "sequence": 103},
                {"name": "Won", "sequence": 104, "is_won": True},
            ]
        )
        cls.template = cls.env["crm.project.template"].create({"name": "Equip"})
        cls.needs, cls.offer, cls.contract, cls.delivery = cls.env["crm.project.template.stage"].create(
            [
                {
                    "template_id": cls.template.id,
                    "name": name,
                    "sequence": number,
                    "duration": duration,
                    "crm_stage_id": column.id,
                }
                for number, (name, duration, column) in enumerate(
                    [
                        ("Needs", 2, cls.columns[0]),
                        ("Offer", 3, cls.columns[1]),
                        ("Contract", 1, cls.columns[2]),
                        ("Delivery", 5, cls.env["crm.stage"]),
                    ]
                )
            ]
        )
        cls.offer.write({"predecessor_ids": [(4, cls.needs.id)], "offset": 1})
        cls.contract.write({"predecessor_ids": [(4, cls.offer.id)], "dependency_type": "hard"})
        cls.delivery.write({"predecessor_ids": [(4, cls.contract.id)], "dependency_type": "hard", "lag": 1})

    @contextmanager
    def assertRefused(self, words, error=UserError):
        """The change is refused with these words (a regular expression), and nothing of it is left."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception.args[0]), words)

    @classmethod
    def _create_lead(cls, **vals):
        return cls.env["crm.lead"].create(
            {
                "name": "A new shop",
                "type": "opportunity",
                "user_id": cls.seller.id,
                "team_id": cls.team.id,
                "stage_id": cls.columns[0].id,
                "project_template_id": cls.template.id,
                "project_date_start": NOW,
                **vals,
            }
        )

    @classmethod
    def _stage(cls, lead, name):
        return lead.project_stage_ids.filtered(lambda s: s.name == name)
