from odoo.tests import freeze_time

from .test_sales_target import TODAY, TargetCase


@freeze_time(TODAY)
class TestBriefTargets(TargetCase):
    """What the brief says of sales targets; of March 12 of 22 working days are over."""

    def _read(self, user=None):
        """Return text without hard spaces and level of each sentence about targets, and what it opens adds up to."""
        self.company.currency_id.write({"symbol": "$", "position": "before"})
        dashboard = self.env["crm.smarket.dashboard"].with_user(user or self.env.user)
        sentences = dashboard.with_context(allowed_company_ids=self.company.ids)._brief_targets()
        self.assertEqual(len({one["key"] for one in sentences}), len(sentences))
        return [
            (
                one["text"].replace("\N{NO-BREAK SPACE}", ""),
                one["level"],
                sum(self.env[one["action"]["res_model"]].search(one["action"]["domain"]).mapped("amount")),
            )
            for one in sentences
        ]

    def test_nothing_without_targets_nor_while_all_is_well(self):
        self._bring(1200)
        self.assertEqual(self._read(), [])
        self._expect(2200)  # of which 1,200 are due
        self.assertEqual(self._read(), [])

    def test_behind_and_reached(self):
        self._expect(4400)
        self._expect(2000, kind="shipments")
        self._bring(2100)
        name = self.company.name
        self.assertEqual(
            self._read(),
            [
                (f"{name}, Shipments: 0% of the target due to date, $0 of $1.09K", "bad", 0),
                (f"{name}, Receipts: 88% of the target due to date, $2.1K of $2.4K", "bad", 2100),
            ],
        )
        self._bring(2300)
        reached = f"{name}, Receipts: the target of the month is reached, $4.4K of $4.4K"
        self.assertIn((reached, "good", 4400), self._read())

    def test_nearly_is_to_be_watched(self):
        self._expect(2200)
        self._bring(1100)
        [(_text, level, _amount)] = self._read()
        self.assertEqual(level, "watch")

    def test_salesperson_reads_of_the_own_target_alone(self):
        self._expect(4400)
        self._expect(2200, user_id=self.vera.id)
        self._expect(9000, user_id=self.oleg.id)
        self._bring(600)
        self.assertEqual(
            self._read(self.vera), [("Vera, Receipts: 50% of the target due to date, $600 of $1.2K", "bad", 600)]
        )

    def test_margin_is_for_those_who_see_margins(self):
        self._expect(2200, kind="margin")
        self.assertEqual(len(self._read()), 1)
        self.vera.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertEqual(self._read(self.vera), [])
