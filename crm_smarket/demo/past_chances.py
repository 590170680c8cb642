"""How the projects of the last two years went as a rule: odds of each stage, and what shifts them."""

from typing import NamedTuple

SILENT, COMPETITOR, POSTPONED = (
    f"crm_smarket.crm_lost_reason_demo_{key}" for key in ("silent", "competitor", "postponed")
)
TOO_EXPENSIVE, NO_PEOPLE, NO_STOCK = (f"crm.lost_reason_{number}" for number in (1, 2, 3))
EARLY = (SILENT, SILENT, NO_PEOPLE, COMPETITOR)
OFFER = (TOO_EXPENSIVE, TOO_EXPENSIVE, COMPETITOR, NO_STOCK)
LATE = (POSTPONED, COMPETITOR, TOO_EXPENSIVE)


class Chance(NamedTuple):
    """What may happen to a deal in one stage.

    :param float lost: share of the deals that are lost in it
    :param float slow: how many times its planned duration it usually takes
    :param tuple reasons: for which deals are lost in it, the usual one more than once
    :param str left_out: why it is left out now and then; empty where it never is
    """

    lost: float
    slow: float = 1.0
    reasons: tuple = EARLY
    left_out: str = ""


# By the last part of the template stage's external id.
CHANCES = {
    "shop_contact": Chance(0.08),
    "shop_needs": Chance(0.12, 1.1),
    "shop_survey": Chance(0.03, left_out="The landlord sent drawings of this year."),
    "shop_layout": Chance(0.05, 1.4, (COMPETITOR, POSTPONED, SILENT)),
    "shop_specification": Chance(0.04, 1.2, (SILENT, NO_STOCK)),
    "shop_quotation": Chance(0.22, 1.3, OFFER),
    "shop_negotiation": Chance(
        0.16, 1.6, (TOO_EXPENSIVE, POSTPONED, COMPETITOR), "The customer took the quotation as it was."
    ),
    "shop_contract": Chance(0.06, 1.5, LATE),
    "shop_prepayment": Chance(0.03, 1.2, LATE),
    "service_request": Chance(0.05),
    "service_inventory": Chance(0.08, 1.3, left_out="We sold all of the equipment ourselves."),
    "service_offer": Chance(0.16, 1.1, OFFER),
    "service_approval": Chance(0.12, 1.5, LATE),
    "service_contract": Chance(0.03, 1.3, LATE),
    "pilot_qualification": Chance(0.2),
    "pilot_audit": Chance(0.14, 1.2, (NO_PEOPLE, SILENT)),
    "pilot_integration": Chance(0.06, 1.7, (NO_PEOPLE, POSTPONED)),
    "pilot_agreement": Chance(0.14, 1.4, LATE),
    "pilot_installation": Chance(0.03, 1.1, (NO_STOCK, POSTPONED)),
    "pilot_operation": Chance(0.12, 1.05, (COMPETITOR, POSTPONED)),
    "pilot_evaluation": Chance(0.12, 1.2, LATE),
    "pilot_rollout": Chance(0.2, 1.3, OFFER),
}

NAMING = 0.55  # share of the inquiries that name a product

# How often a template is followed, and what its deals are about.
TEMPLATES = {"shop": 11, "service": 7, "pilot": 3}
SUBJECTS = {
    "shop": ("new shop", "second shop", "rebuilding", "larger checkout zone", "cold wall", "new displays"),
    "service": ("service of the fridges", "service of the scales", "yearly maintenance"),
    "pilot": ("self-checkout pilot", "unstaffed evening hours"),
}

# How many times more often than usual people lose a deal, by login; and how many times as long it takes them.
PEOPLE = {
    "admin": (0.9, 1.0),
    "seller": (0.85, 0.95),
    "olga": (1.0, 1.0),
    "dmitry": (0.7, 1.1),
    "piotr": (1.25, 1.2),
    "rustam": (0.9, 0.9),
    "alina": (1.1, 1.0),
    "maxim": (1.3, 1.25),
}
# Where deals came from: how often, and how many times more often than usual they are lost.
SOURCES = {
    "utm.utm_source_search_engine": (9, 1.15),
    "utm.utm_source_referral": (5, 0.6),
    "utm.utm_source_newsletter": (3, 1.1),
    "crm_smarket.utm_source_demo_known": (7, 0.75),
    "crm_smarket.utm_source_demo_calls": (4, 1.7),
}
# Deals begun a month, January first; and how much worse things went a year earlier.
SEASONS = (6, 8, 10, 11, 11, 9, 6, 7, 11, 12, 10, 7)
YEAR_BEFORE = (0.85, 1.2)  # deals begun, deals lost
LEFT_OUT = 0.14  # of the stages that may be
CAME_BACK = 0.08  # of the deals: a column was entered again
REOPENED = 0.1  # of the deals: a stage was done twice
RESTORED = 0.1  # of the lost deals
# They buy from stock and want no project.
WITHOUT_PROJECTS = ("uralmotor",)
