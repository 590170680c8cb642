"""What became of the orders of the demonstration company, up to today; days are working days."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class OrderStory:
    """The course of one order.

    :param str key: last part of the external id
    :param str deal: last part of the deal's external id
    :param int ordered: working days ago
    :param dict items: quantities by the last part of the product's external id
    :param str until: the last step that was reached
    :param int promised: working days from the order to the day that was promised
    :param dict in_stock: how much of an item there is, where it is less than ordered
    :param dict expected: how much of an item a vendor delivers, and in how many working days from today
    :param int kept: for how many working days from today the goods are kept, if nobody pays; 0: until they are issued
    :param dict shipped_first: quantities of a first delivery, where the rest became a back-order
    :param str ending: ``returned`` or ``cancelled``
    """

    key: str
    deal: str
    ordered: int
    items: dict
    until: str = "reserved"
    promised: int = 5
    in_stock: dict = field(default_factory=dict)
    expected: dict = field(default_factory=dict)
    kept: int = 0
    shipped_first: dict = field(default_factory=dict)
    ending: str = ""


STORIES = [
    OrderStory("ural_first", "uralprodukt", 7, {"sc_sw5": 4, "cr_f1": 3, "cr_dr": 3}, "invoiced"),
    OrderStory("kedr_scales", "kedr", 6, {"sc_sw10": 6, "cr_sc2": 6}, "delivered"),
    OrderStory("zielony_tills", "zielony", 3, {"cr_pos15": 2, "cr_pin": 2, "cd_bsk": 60}, "shipped"),
    OrderStory("delikatesy_shelves", "delikatesy", 2, {"sh_w100": 12, "sh_e90": 4}, "packed", promised=2),
    OrderStory("malachit_carts", "malachit", 1, {"cd_cart": 25}, "reserved", promised=1),
    OrderStory("vesna_scales", "vesna", 1, {"sc_cl15": 2, "sc_sw5": 3}, "reserved", promised=3, kept=2),
    # short: two of five are there, two more are expected
    OrderStory(
        "gastronom7_short",
        "gastronom7",
        2,
        {"rf_c70": 5, "sh_ph1": 8},
        "registered",
        promised=8,
        in_stock={"rf_c70": 2},
        expected={"rf_c70": (2, 4)},
    ),
    # late: all is there, nobody has packed it
    OrderStory("yuzhny_late", "yuzhny", 9, {"sc_pl150": 3, "cr_fp80": 4}, "reserved", promised=6),
    # partly shipped, the rest is a back-order
    OrderStory(
        "ural_second",
        "uralprodukt",
        5,
        {"sh_i100": 10, "cd_l160": 3},
        "shipped",
        shipped_first={"sh_i100": 6, "cd_l160": 3},
        in_stock={"sh_i100": 6},
    ),
    OrderStory("taiga_returned", "taiga", 6, {"sco_cam": 2, "sco_tab": 1}, "shipped", ending="returned"),
    OrderStory("chelfresh_cancelled", "chelfresh", 4, {"rf_f185": 1}, "reserved", ending="cancelled"),
]
