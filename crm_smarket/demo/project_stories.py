"""What happened to the deals of the demonstration company, up to today.

Days are working days; ``begun`` counts back from today. A story follows the plan of its
template: what is due is done on time unless the story says otherwise.
"""

from dataclasses import dataclass, field

from . import project_deeds as deed


@dataclass(frozen=True)
class Story:
    """The course of one deal.

    :param str key: last part of the external id
    :param str name: of the deal
    :param str customer: last part of the customer's external id
    :param str seller: login
    :param template: last part of the template's external id, none for a deal built by hand
    :param int begun: working days ago; negative for a deal that begins later
    :param float size: how many times the usual quantities are wanted
    :param frozenset holds: names of the stages that nobody completes, or starts
    :param dict delays: working days by which a stage ended later than planned, by its name
    :param dict skips: why a stage was left out, by its name
    :param dict deeds: what else happened, ``{working day of the story: deed}``
    :param str kind: ``lead`` for a first contact that is not qualified yet
    """

    key: str
    name: str
    customer: str
    seller: str
    template: str | None = "shop"
    begun: int = 0
    size: float = 1.0
    holds: frozenset = frozenset()
    delays: dict = field(default_factory=dict)
    skips: dict = field(default_factory=dict)
    deeds: dict = field(default_factory=dict)
    kind: str = "opportunity"


def _hold(*names):
    return frozenset(names)


STORIES = [
    # on time
    Story("vesna", "Весна: new shop on Malysheva St", "vesna", "admin", begun=8, size=1.5),
    Story("kedr", "Кедр: three shops in Tyumen", "kedr", "admin", begun=19, size=3),
    Story("altyn", "Алтын Алма: rebuilding the first floor", "altyn", "rustam", begun=8),
    Story("zielony", "Zielony Koszyk: shop in Wola", "zielony", "piotr", begun=18, size=2),
    Story("sibapteka", "Сибирская Аптека: service of 14 fridges", "sibapteka", "maxim", "service", begun=5),
    Story("rodnik", "Rodnik: pilot in Frunze St", "rodnik", "olga", "pilot", begun=28, size=1.6),
    # not begun yet
    Story("kama", "Кама-Ритейл: two shops in Perm", "kama", "seller", begun=-3, size=2),
    # late
    Story(
        "yuzhny",
        "Южный Рынок: meat hall",
        "yuzhny",
        "admin",
        begun=20,
        size=1.2,
        holds=_hold("Specification"),
        delays={"Layout design": 1},
    ),
    Story("chulpan", "Чулпан: two convenience stores", "chulpan", "alina", begun=22, holds=_hold("Specification")),
    Story(
        "omsk",
        "Иртыш-Маркет: supermarket on Lenina St",
        "omsk",
        "maxim",
        begun=19,
        size=1.4,
        holds=_hold("Specification"),
    ),
    Story(
        "volga", "Volga Fresh: pilot in Baumana St", "volga", "rustam", "pilot", begun=9, holds=_hold("Technical audit")
    ),
    Story(
        "hlebny",
        "Хлебный двор: service of ovens and displays",
        "hlebny",
        "olga",
        "service",
        begun=6,
        holds=_hold("Equipment inventory", "Customer's approval"),
    ),
    # waiting at a gate
    Story(
        "berezka",
        "Берёзка: shop in Tatishcheva St",
        "berezka",
        "seller",
        begun=10,
        holds=_hold("Needs analysis"),
        delays={"First contact": 1},
    ),
    Story(
        "delikatesy",
        "Delikatesy Krakowskie: shop in Kazimierz",
        "delikatesy",
        "piotr",
        begun=30,
        size=0.8,
        holds=_hold("Contract"),
    ),
    # the hard successor waits for its lag
    Story("taiga", "Тайга-Маркет: pilot in Surgut", "taiga", "dmitry", "pilot", begun=12, size=0.6),
    # a stage left out
    Story(
        "chelfresh",
        "ChelFresh: kiosk on Lenin Ave",
        "chelfresh",
        "olga",
        begun=14,
        size=0.5,
        skips={"Site survey": "The landlord sent drawings of this spring; nothing has been rebuilt since."},
    ),
    # re-planned by hand
    Story(
        "malachit",
        "Malachite: larger checkout zone",
        "malachit",
        "dmitry",
        begun=11,
        size=1.3,
        deeds={9: deed.Replan("Layout design", 5)},
    ),
    # lost; lost and restored
    Story(
        "samara",
        "Samara Cash & Carry: cold storage",
        "samara",
        "rustam",
        begun=34,
        size=4,
        delays={"Layout design": 3},
        deeds={16: deed.Lose("lost_reason_1")},
    ),
    Story(
        "obskoy",
        "Обской: self-checkout zone",
        "obskoy",
        "maxim",
        begun=33,
        size=1.1,
        deeds={8: deed.Lose("lost_reason_3"), 22: deed.Restore()},
    ),
    # won
    Story(
        "uralprodukt",
        "Уралпродукт: shop in Botanichesky",
        "uralprodukt",
        "dmitry",
        begun=48,
        size=2.2,
        delays={"Quotation": 2, "Prepayment": -2},
        deeds={40: deed.Win()},
    ),
    Story("idel", "Идель-Фарм: service of 9 pharmacies", "idel", "alina", "service", begun=25, deeds={22: deed.Win()}),
    # two inquiries that were one deal
    Story(
        "gastronom7",
        "Гастроном № 7: new displays",
        "gastronom7",
        "seller",
        begun=13,
        deeds={5: deed.InquireAgain("Гастроном № 7: service of the old displays", "service"), 9: deed.Merge()},
    ),
    # a lead that became an opportunity, and leads that have not
    Story("akadem", "Academ Market: first shop", "akadem", "maxim", begun=9, kind="lead", deeds={1: deed.Convert()}),
    Story(
        "wielkopolska",
        "Piekarnie Wielkopolskie: ten bakeries",
        "wielkopolska",
        "piotr",
        begun=0,
        kind="lead",
        holds=_hold("First contact"),
    ),
    # by hand, without a template
    Story(
        "stolovaya",
        "Столовая № 1: serving line",
        "stolovaya",
        "maxim",
        None,
        begun=4,
        deeds={
            0: deed.BuildByHand(
                [("Look at the old line", 2), ("Quotation", 9), ("Dismantling", 1), ("Assembly", 3)], 460_000
            )
        },
    ),
]
