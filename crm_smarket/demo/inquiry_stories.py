"""Who wrote to the demonstration company through its web forms in the last weeks, and what came of it."""

from typing import NamedTuple


class Inquiry(NamedTuple):
    """One post to a form.

    :param str form: last part of the form's name in the data files
    :param int day: how many working days ago
    :param str time: when, in Yekaterinburg
    :param dict sent: the fields of the site
    :param str answer: ``call``, ``mail`` or empty while nobody has answered
    :param int minutes: from the post to the answer
    :param str then: ``opportunity`` or ``lost``, what became of the lead the day after
    :param str spam: why it looks like spam
    """

    form: str
    day: int
    time: str
    sent: dict
    answer: str = ""
    minutes: int = 0
    then: str = ""
    spam: str = ""


def _russian(name, email, message, **sent):
    return {"name": name, "email": email, "message": message, **sent}


def _polish(first_name, surname, email, message, **sent):
    return {"imie": first_name, "nazwisko": surname, "email": email, "wiadomosc": message, **sent}


def _english(name, email, message, **sent):
    return {"your-name": name, "your-email": email, "your-message": message, **sent}


INQUIRIES = [
    Inquiry(
        "russian",
        24,
        "10:12",
        _russian(
            "Ольга Савина",
            "savina@lukoshko.example.com",
            "Открываем магазин у дома, 90 м². Нужны пристенные стеллажи и два холодильных шкафа.",
            company="ИП Савина «Лукошко»",
            phone="8 (343) 226-14-50",
            city="Екатеринбург",
            product="SH-W100, RF-C70",
            utm_source="yandex",
        ),
        "call",
        35,
        "opportunity",
    ),
    Inquiry(
        "polish",
        23,
        "13:40",
        _polish(
            "Katarzyna",
            "Wrona",
            "k.wrona@spizarnia.example.com",
            "Proszę o ofertę na wagi etykietujące do trzech sklepów.",
            firma="Spiżarnia pod Lipą",
            telefon="22 621 40 17",
            miasto="Warszawa",
            produkt="SC-CL15",
        ),
        "mail",
        95,
        "opportunity",
    ),
    Inquiry(
        "russian",
        22,
        "03:17",
        _russian("SEO expert", "promo@links.example.com", "First place in 7 days!"),
        spam="honeypot",
    ),
    Inquiry(
        "russian",
        21,
        "16:05",
        _russian(
            "Сергей Миронов",
            "sergey.mironov@vesna.example.com",
            "Нужны ещё четыре POS-терминала к прошлому заказу, срок — две недели.",
            company="Торговая сеть «Весна»",
            phone="+7 343 226 00 18",
            city="Екатеринбург",
            product="CR-POS15",
            page="https://smarket.example.com/kassy",
        ),
        "call",
        50,
    ),
    Inquiry(
        "english",
        20,
        "11:30",
        _english(
            "Elena Markova",
            "elena.markova@malachit.example.com",
            "We plan a second shop and would like to see a layout before summer.",
            **{
                "your-company": "Malachite Market",
                "your-country": "Russia",
                "shop-format": "Supermarket",
                "sales-area": "640",
                "opening": "2027-05-15",
            },
        ),
        "mail",
        140,
        "opportunity",
    ),
    Inquiry(
        "russian",
        18,
        "09:20",
        _russian(
            "Андрей Костин",
            "kostin@pekarnya12.example.com",
            "Сколько стоит хлебная витрина с доставкой в Первоуральск?",
            company="Пекарня №12",
            phone="8 912 226-18-44",
            city="Первоуральск",
            product="SH-B60",
        ),
        "call",
        80,
        "lost",
    ),
    Inquiry(
        "polish",
        16,
        "12:15",
        _polish(
            "Tomasz",
            "Bielak",
            "t.bielak@owocowy.example.com",
            "Interesują nas regały warzywne oraz montaż w Krakowie.",
            firma="Owocowy Raj",
            nip="526-104-08-28",
            telefon="12 422 19 55",
            miasto="Kraków",
            produkt="SH-V120",
        ),
        "mail",
        60,
    ),
    Inquiry(
        "russian",
        14,
        "14:48",
        _russian(
            "Лариса Юдина",
            "yudina@cveti.example.com",
            "Подскажите, есть ли холодильные шкафы для цветов?",
            phone="8 904 226-71-03",
            city="Нижний Тагил",
            product="холодильник для цветов",
            utm_source="2gis",
        ),
        "call",
        190,
    ),
    Inquiry(
        "english",
        13,
        "15:02",
        _english(
            "Timur Akhmetov",
            "t.akhmetov@steppe.example.com",
            "Please quote two self-checkout kiosks and barcode scanners, delivery to Astana.",
            **{"your-company": "Steppe Mini Markets", "your-country": "Kazakhstan", "shop-format": "Convenience store"},
        ),
        "call",
        45,
        "opportunity",
    ),
    Inquiry(
        "russian",
        12,
        "10:02",
        _russian(
            "Лариса Юдина",
            "yudina@cveti.example.com",
            "Размер нашли: нужен шкаф до 700 литров, два штуки.",
            phone="8 904 226-71-03",
            product="RF-C70",
        ),
        "mail",
        70,
    ),
    Inquiry(
        "russian",
        10,
        "11:11",
        _russian(
            "Павел Дёмин",
            "demin@avtomag.example.com",
            "Нужен складской стеллаж на 2 тонны, 14 секций. Платим по безналу.",
            company="АвтоМаг",
            phone="+7 343 226 55 90",
            city="Екатеринбург",
            product="SH-ST2",
            budget="450 000",
            utm_source="yandex",
        ),
        "call",
        25,
        "opportunity",
    ),
    Inquiry(
        "polish",
        9,
        "16:30",
        _polish(
            "Magdalena",
            "Sowa",
            "m.sowa@zielony.example.com",
            "Czy serwisują Państwo lady chłodnicze kupione w 2022 roku?",
            firma="Zielony Koszyk S.A.",
            miasto="Poznań",
            produkt="RF-S150",
        ),
        "mail",
        30,
    ),
    Inquiry("russian", 8, "02:44", _russian("Casino", "win@casino.example.com", "Bonus 500 %"), spam="too_fast"),
    Inquiry(
        "english",
        7,
        "12:20",
        _english(
            "Marek Dvořák",
            "m.dvorak@trhliste.example.com",
            "Do you ship island shelving to the Czech Republic?",
            **{"your-company": "Tržiště", "your-country": "Czech Republic", "shop-format": "Specialist shop"},
        ),
        "mail",
        110,
        "lost",
    ),
    Inquiry(
        "russian",
        6,
        "15:36",
        _russian(
            "Гульнара Сафина",
            "safina@uyut.example.com",
            "Хотим заменить весы в отделе кулинарии, шесть штук.",
            company="Универсам «Уют»",
            phone="8 (3439) 22-61-40",
            city="Каменск-Уральский",
            product="SC-SW10",
        ),
        "call",
        55,
    ),
    Inquiry(
        "english",
        5,
        "10:40",
        _english(
            "Daniel Novak",
            "d.novak@bigbox.example.com",
            "Offer for a hypermarket of 4,500 m² needed, drawings are ready.",
            **{"your-company": "BigBox", "your-country": "Slovakia", "shop-format": "Hypermarket"},
        ),
    ),
    Inquiry(
        "polish",
        4,
        "13:05",
        _polish(
            "Paweł",
            "Lis",
            "p.lis@delikatesyplus.example.com",
            "Potrzebujemy 12 czytników kodów do magazynu.",
            firma="Delikatesy Plus",
            telefon="+48 601 226 340",
            miasto="Łódź",
            produkt="CR-SC2",
        ),
        "call",
        40,
        "opportunity",
    ),
    Inquiry(
        "russian",
        3,
        "15:25",
        _russian(
            "Ирина Белова",
            "belova@apteka7.example.com",
            "Интересует оборудование аптеки под ключ, 60 м².",
            company="Аптека 7",
            phone="8 922 226-40-11",
            city="Екатеринбург",
            product="SH-W125",
        ),
        "call",
        65,
    ),
    Inquiry(
        "russian",
        2,
        "11:55",
        _russian(
            "Виктор Лапин",
            "lapin@rynok.example.com",
            "Ищем морозильные лари, 5 штук. Перезвоните, пожалуйста.",
            company="Центральный рынок",
            phone="8 343 226-90-12",
            city="Берёзовский",
            product="RF-F185",
        ),
    ),
    Inquiry(
        "english",
        1,
        "16:10",
        _english(
            "Aigerim Saparova",
            "aigerim.saparova@sibirka.example.com",
            "We open three more convenience shops in autumn and need the same shelving.",
            **{
                "your-company": "Sibirka Convenience",
                "your-country": "Russia",
                "shop-format": "Convenience store",
                "sales-area": "85.5",
            },
        ),
        "mail",
        75,
    ),
    Inquiry(
        "polish",
        1,
        "17:45",
        _polish(
            "Ewa",
            "Zając",
            "e.zajac@chlebownia.example.com",
            "Proszę o kontakt w sprawie lady piekarniczej.",
            firma="Chlebownia",
            telefon="61 226 30 08",
            miasto="Poznań",
            produkt="SH-B60",
        ),
    ),
    Inquiry(
        "russian",
        0,
        "09:05",
        _russian(
            "Максим Ершов",
            "ershov@fermer66.example.com",
            "Нужны пристенная горка и прилавок для фермерского магазина.",
            company="Фермер66",
            phone="8 912 226-33-70",
            city="Екатеринбург",
            product="RF-W250, RF-S150",
            utm_source="yandex",
        ),
    ),
]
