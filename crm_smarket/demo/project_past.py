"""Deals of the demonstration company from before it had projects: its experience.

From them core learns how likely a deal is won, and a template can be proposed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PastDeal:
    """A deal that was won or lost some time ago.

    :param str customer: last part of the customer's external id
    :param str name: of the deal
    :param str seller: login
    :param int begun: working days ago
    :param list days: working days in each column, from the first to the last it was in
    :param float revenue: expected
    :param lost: last part of the external id of core's reason for which it was lost, none if won
    """

    customer: str
    name: str
    seller: str
    begun: int
    days: list
    revenue: float
    lost: str | None = None


TOO_EXPENSIVE, NO_PEOPLE, NO_STOCK = "lost_reason_1", "lost_reason_2", "lost_reason_3"

PAST = [
    PastDeal("sibirka", "Sibirka: twelve scales", "admin", 190, [2, 5, 8, 9, 6], 310_000),
    PastDeal("ugra", "Югра-Снаб: cold storage", "dmitry", 182, [1, 9, 12, 14, 7], 2_450_000),
    PastDeal("prikamye", "Prikamye: farm shop in Kungur", "olga", 175, [3, 6, 10, 8, 5], 890_000),
    PastDeal("zakamye", "Закамье-Торг: shelving", "rustam", 171, [2, 7, 9, 11, 6], 640_000),
    PastDeal("jurajskie", "Sklepy Jurajskie: checkout desks", "piotr", 160, [2, 4, 9, 10, 8], 1_120_000),
    PastDeal("tomsk", "Томское Время: new shop", "maxim", 152, [1, 8, 11, 13, 6], 1_980_000),
    PastDeal("ufa", "Башкирский Мёд: displays", "alina", 140, [2, 5, 7, 9, 4], 430_000),
    PastDeal("kuzbass", "Кузбасс-Гастроном: two shops", "maxim", 126, [2, 9, 12, 15, 8], 3_300_000),
    PastDeal("aptekaplus", "Аптека Плюс Урал: fridges", "seller", 112, [1, 4, 6, 8, 5], 520_000),
    PastDeal("uralmotor", "Трасса: coffee corner", "seller", 188, [6], 150_000, NO_PEOPLE),
    PastDeal("magnit_hoz", "Хозторг: shelving", "dmitry", 180, [4, 9], 700_000, TOO_EXPENSIVE),
    PastDeal("kurgan_torg", "Курганторг: freezers", "olga", 166, [9], 380_000, NO_PEOPLE),
    PastDeal("baltyk", "Bałtyk Market: kiosks", "piotr", 158, [3, 8, 13], 1_400_000, TOO_EXPENSIVE),
    PastDeal("mari", "Марийский Дворик: scales", "alina", 149, [5], 120_000, NO_STOCK),
    PastDeal("togliatti", "Жигули-Продукт: cash registers", "rustam", 138, [4, 7], 560_000, TOO_EXPENSIVE),
    PastDeal("altai", "Алтайские Продукты: cold wall", "maxim", 131, [2, 11, 15], 1_750_000, TOO_EXPENSIVE),
    PastDeal("lodzki", "Łódzki Dom Handlowy: rebuilding", "piotr", 120, [3, 9, 14, 18], 2_900_000, TOO_EXPENSIVE),
    PastDeal("penza", "Сурский Край: service", "alina", 104, [7], 90_000, NO_PEOPLE),
    PastDeal("biysk", "Бийский Рынок: counters", "maxim", 96, [5, 8], 610_000, NO_STOCK),
]
