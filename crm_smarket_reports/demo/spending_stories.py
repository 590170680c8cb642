"""What the demonstration company spent to win deals in the last year: one campaign good, one wasted."""

from typing import NamedTuple


class Expense(NamedTuple):
    """One expense.

    :param str campaign: last part of the campaign's external id
    :param int ago: months ago
    :param int day: of the month
    :param str name: what for
    :param float amount: in the currency of the branch
    :param str seller: login of who spent it
    :param str city: last part of the branch's external id
    :param str category: last part of the external id of the product category for which it was spent, if it was for one
    """

    campaign: str
    ago: int
    day: int
    name: str
    amount: float
    seller: str = "admin"
    city: str = "ekaterinburg"
    category: str = ""


# Deals of each campaign, by the last part of their external id.
DEALS = {
    "fair": ["past_ugra", "past_prikamye", "past_aptekaplus", "past_kurgan_torg", "kedr", "rodnik"],
    "search": ["past_sibirka", "past_ufa", "past_tomsk", "past_baltyk", "past_mari", "berezka", "sibapteka"],
    "seminar": ["past_penza", "past_togliatti"],
}
# Of the campaign, where one can say it: module and external id of the source.
SOURCES = {"fair": "crm_smarket_reports.utm_source_demo_fair", "search": "utm.utm_source_search_engine"}
# Campaigns that are to bring customers in the town of the branch; those on the web know no towns.
LOCAL = ("fair", "seminar", "billboards")
# How the customers of a branch write its town.
TOWNS = {"ekaterinburg": "Екатеринбург", "kazan": "Казань", "novosibirsk": "Новосибирск"}
FORM_SOURCE = "yandex"  # what visitors bring who come to the forms from the search advertising

EXPENSES = [
    Expense("fair", 9, 3, "Stand at the fair, 24 m²", 186_000),
    Expense("fair", 9, 6, "Travel and hotel of four people", 74_500),
    Expense("fair", 9, 10, "Catalogues and samples", 38_200, "olga", category="shelving"),
    Expense("fair", 8, 17, "Dinner with visitors of the stand", 21_400, "dmitry"),
    *(Expense("search", ago, 5, "Advertisements in the search", 60_000) for ago in range(11, -1, -1)),
    *(Expense("search", ago, 6, "Advertisements in the search", 9_000, "rustam", "kazan") for ago in range(8, -1, -1)),
    *(
        Expense("search", ago, 6, "Advertisements in the search", 8_000, "maxim", "novosibirsk")
        for ago in range(7, -1, -1)
    ),
    Expense("seminar", 6, 12, "Hall and speaker", 62_000, "rustam", "kazan", "selfcheckout"),
    Expense("seminar", 6, 13, "Coffee and papers", 17_800, "alina", "kazan", "selfcheckout"),
    Expense("billboards", 4, 2, "Printing of the billboards", 48_000),
]
# Bills of the agency, posted and marked: months ago, and the amount.
BILLS = [(4, 140_000), (3, 140_000)]
# A trip to the customer of a deal that is under way.
TRIP = ("gastronom7", "seller", "Trip to the customer, fuel and a night", 18_400)
