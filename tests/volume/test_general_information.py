"""The general information over 200,000 shipped moves: its figures are those of the documents, its statements as few."""

import importlib
import sys
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from launcher import paths

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.sql_db import close_db
from odoo.tools import config

MOVES = 200_000
OF_SO_MANY = 500
MONTHS = 12

sys.path.insert(0, str(paths.ROOT / "tests/bench"))
fill = importlib.import_module("trade.fill")


@pytest.fixture
def open_company(own_database, monkeypatch):
    """Return what opens a connection as a manager of a company whose trade is in a database of its own."""
    monkeypatch.setitem(config.options, "test_enable", False)  # loading it here is no reason to run its tests
    registry = Registry(own_database)
    with registry.cursor() as cursor:
        work = fill.make_company(Environment(cursor, SUPERUSER_ID, {}))
        user, context = work.uid, work.context

    class Connection:
        def __enter__(self):
            self.cursor = registry.cursor()
            return Environment(self.cursor, user, context)

        def __exit__(self, *_error):
            self.cursor.close()

    yield Connection
    Registry.delete(own_database)
    close_db(own_database)


def fill_trade(env):
    """Write the trade of three years, and its facts in batches as after an installation."""
    fill.fill(env, MOVES)
    for run in env(user=SUPERUSER_ID)["crm.fact.run"]._begin("rebuild"):
        while run.position:
            run._do_batch()
            env.cr.commit()
    fill.vacuum(env, (*fill.FACTS, *fill.SUMS))


def remove_most_facts(env):
    """Leave a fact of each few hundred."""
    for table in fill.FACTS:
        env.cr.execute(f"DELETE FROM {table} WHERE MOD(id, %s) > 0", [OF_SO_MANY])
    fill.repair_sums(env(user=SUPERUSER_ID))
    env.cr.commit()


def read_page(connect):
    """Return the page in a transaction of its own, and how many statements it took."""
    with connect() as env:
        env["crm.smarket.dashboard"].get_data()
        env.invalidate_all()
        env.cr.cache.clear()
        before = env.cr.sql_log_count
        data = env["crm.smarket.dashboard"].get_data()
        assert not [key for key, widget in data.items() if "error" in widget]
        return data, env.cr.sql_log_count - before


def shipped_by(env, group, months=1):
    """Return ``{group: amount}`` of what has left in so many months, this one included, straight from the documents."""
    env.cr.execute(
        f"""
        SELECT {group}, SUM(line.price_subtotal)
          FROM stock_move move
          JOIN sale_order_line line ON line.id = move.sale_line_id
          JOIN sale_order sale ON sale.id = line.order_id
         WHERE move.date >= %s
         GROUP BY 1
        """,
        [date.today().replace(day=1) - relativedelta(months=months - 1)],
    )
    return {key: float(amount) for key, amount in env.cr.fetchall()}


def received_by(env, group):
    """Return ``{group: amount}`` of what has come in since the first of the month; an invoice and what paid it have
    the same number."""
    env.cr.execute(
        f"""
        SELECT {group}, SUM(payment.amount)
          FROM account_payment payment JOIN account_move invoice ON invoice.id = payment.id
         WHERE payment.date >= %s
         GROUP BY 1
        """,
        [date.today().replace(day=1)],
    )
    return {key: float(amount) for key, amount in env.cr.fetchall()}


def test_figures_and_statements(open_company):
    """Every figure is that of the documents, and much trade takes no more statements than little."""
    with open_company() as env:
        fill_trade(env)
    data, statements = read_page(open_company)
    with open_company() as env:
        customers = shipped_by(env, "sale.partner_id")
        managers, branches = (received_by(env, f"invoice.{name}") for name in ("invoice_user_id", "company_id"))
        year = shipped_by(env, "date_trunc('month', move.date)::date", months=MONTHS)
    leaders = data["leading_companies"]
    best = sorted(customers, key=lambda customer: (-customers[customer], customer))[:10]
    assert [row["id"] for row in leaders["rows"]] == best
    assert [row["amount"] for row in leaders["rows"]] == [pytest.approx(customers[customer]) for customer in best]
    assert leaders["others"]["count"] == len(customers) - 10
    listed = sum(customers[customer] for customer in best)
    assert leaders["others"]["amount"] == pytest.approx(sum(customers.values()) - listed)
    assert leaders["total"]["amount"] == pytest.approx(sum(customers.values()))
    assert {row["start"]: row["amount"] for row in data["shipment_dynamics"]["rows"]} == pytest.approx(year)
    assert {row["id"]: row["current"] for row in data["receipts_by_branch"]["rows"]} == pytest.approx(branches)
    ranked = data["leading_managers"]
    named = sorted(managers.values(), reverse=True)[:10]
    assert [row["current"] for row in ranked["rows"]] == pytest.approx(named)
    assert ranked["total"]["current"] == pytest.approx(sum(branches.values()))
    with open_company() as env:
        remove_most_facts(env)
    assert read_page(open_company)[1] == statements
