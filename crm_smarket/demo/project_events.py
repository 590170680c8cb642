"""Meetings and activities of the demonstration company, in the past and around today."""

from datetime import datetime, time, timedelta

from .working_days import add_working_days

# Subjects of the meetings that a stage brings with it.
MEETINGS = {
    "First contact": "Introduction by video",
    "Needs analysis": "Visit to the customer",
    "Site survey": "Measuring on site",
    "Layout design": "Layout: two variants",
    "Specification": "Going through the equipment",
    "Quotation": "Presenting the quotation",
    "Negotiation": "Price and terms",
    "Contract": "Signing",
    "Equipment inventory": "Inventory on site",
    "Customer's approval": "Service levels",
    "Technical audit": "Audit in the shop",
    "Pilot agreement": "Lawyers' call",
    "Pilot operation": "Pilot: weekly review",
    "Evaluation": "Results of the pilot",
}
CALLS = ["Ask about the opening date", "Clear up open questions", "Remind of the missing papers", "Agree on a visit"]


def meet(stage, day, hour):
    """Put a meeting of the stage into the calendars of its manager and contacts.

    :param date day: of the meeting
    :param int hour: UTC
    """
    lead = stage.lead_id
    start = datetime.combine(day, time(hour))
    stage.env["calendar.event"].create(
        {
            "name": f"{MEETINGS.get(stage.name, stage.name)}: {lead.partner_id.commercial_partner_id.name}",
            "start": start,
            "stop": start + timedelta(hours=1),
            "user_id": lead.user_id.id,
            "partner_ids": [(6, 0, (lead.user_id.partner_id | stage.partner_ids[:1] or lead.partner_id).ids)],
            "opportunity_id": lead.id,
            "project_stage_id": stage.id,
        }
    )


def plan_ahead(stage, today, random):
    """Plan what comes next in a stage in progress: a meeting, and a call that may be overdue."""
    if random.random() < 0.8:
        meet(stage, add_working_days(today, random.randint(0, 6)), random.randint(4, 11))
    stage.lead_id.activity_schedule(
        "mail.mail_activity_data_call",
        date_deadline=add_working_days(today, random.randint(-2, 5)),
        summary=random.choice(CALLS),
        user_id=stage.lead_id.user_id.id,
        project_stage_id=stage.id,
    )
