"""What people do to a deal of the demonstration company beside working off its plan."""

from dataclasses import dataclass

from odoo.fields import Command

from .working_days import shift


@dataclass(frozen=True)
class Replan:
    """Lets a stage end some working days later than planned, by hand."""

    stage: str
    days: int

    def do(self, teller, lead):
        stage = teller.stage(lead, self.stage)
        stage.date_end = shift(stage.date_end, self.days)


@dataclass(frozen=True)
class Lose:
    """Loses the deal, for a reason of core's list."""

    reason: str

    def do(self, teller, lead):
        lead.action_set_lost(lost_reason_id=teller.env.ref(f"crm.{self.reason}").id)


@dataclass(frozen=True)
class Restore:
    """Takes the loss back."""

    def do(self, teller, lead):
        lead.action_restore()


@dataclass(frozen=True)
class Win:
    """Wins the deal, whose stages are all done."""

    def do(self, teller, lead):
        lead.action_set_won()


@dataclass(frozen=True)
class Convert:
    """Makes an opportunity of a lead."""

    def do(self, teller, lead):
        lead.convert_opportunity(lead.partner_id)


@dataclass(frozen=True)
class InquireAgain:
    """Lets the customer ask a second time, through somebody who does not know of the first."""

    name: str
    template: str

    def do(self, teller, lead):
        teller.create_lead(lead.user_id, self.name, lead.partner_id, self.template)


@dataclass(frozen=True)
class Merge:
    """Merges all deals of the customer into one."""

    def do(self, teller, lead):
        return lead.search([("partner_id", "=", lead.partner_id.id)]).merge_opportunity()


@dataclass(frozen=True)
class BuildByHand:
    """Gives the deal stages of its own, one after the other: ``[(name, days), …]``."""

    stages: list
    revenue: float

    def do(self, teller, lead):
        lead.expected_revenue = self.revenue
        previous = lead.project_stage_ids
        for position, (name, days) in enumerate(self.stages):
            previous = previous.create(
                {
                    "lead_id": lead.id,
                    "name": name,
                    "sequence": position,
                    "duration": days,
                    "dependency_type": "hard" if position else "soft",
                    "predecessor_ids": [Command.set(previous.ids)],
                }
            )
