"""Three years of trade, written by SQL alone: what the people of five branches would need three years for."""

import contextlib

BRANCHES = 5
MANAGERS = 50
CUSTOMERS = 20_000
PRODUCTS = 2_000
LINES = 3  # of an order
DAYS = 3 * 365
DOCUMENTS = (
    "sale_order",
    "sale_order_line",
    "stock_picking",
    "stock_move",
    "account_move",
    "account_move_line",
    "account_payment",
    "account_partial_reconcile",
    "sale_order_line_invoice_rel",
)
FACTS = ("crm_receipt_fact", "crm_shipment_fact", "crm_sold_fact")
SUMS = ("crm_receipt_day", "crm_shipment_day", "crm_shipment_month")


def make_company(env):
    """Return a manager who sees all branches, in an environment with all of them switched on."""
    head = env.company
    env["account.chart.template"].try_loading("generic_coa", head)
    branches = head + env["res.company"].create(
        [{"name": f"Branch {number}", "parent_id": head.id} for number in range(1, BRANCHES)]
    )
    env.cr.commit()  # when branches get their accounts
    for number, branch in enumerate(branches[1:], 1):
        env["stock.warehouse"].create({"name": branch.name, "code": f"B{number}", "company_id": branch.id})
    groups = ["sales_team.group_sale_manager", "stock.group_stock_manager", "account.group_account_manager"]
    groups = env["res.groups"].union(*map(env.ref, groups)).ids
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    users = users.create(
        [
            {
                "name": f"Manager {number}",
                "login": f"manager{number}",
                "company_id": branches[number % BRANCHES].id,
                "company_ids": [(6, 0, branches.ids)],
                "group_ids": [(4, group) for group in groups],
                "tz": "UTC",
            }
            for number in range(MANAGERS)
        ]
    )
    env["product.product"].create(
        [
            {"name": f"Product {number}", "is_storable": True, "list_price": 100 + number, "standard_price": 60}
            for number in range(PRODUCTS)
        ]
    )
    env.cr.commit()
    return env(user=users[0].id, context={"allowed_company_ids": branches.ids, "lang": "en_US", "tz": "UTC"})


def fill(env, moves):
    """Write so many shipped moves with their orders and deliveries, and a quarter as many invoices and payments."""
    cr, values = env.cr, _get_values(env, moves)
    with without_indexes(cr, DOCUMENTS), _without_checks(cr):
        for statement in STATEMENTS:
            cr.execute(statement, values)
    for table in (*DOCUMENTS, "res_partner"):
        if table != "sale_order_line_invoice_rel":
            cr.execute(f"SELECT setval('{table}_id_seq', (SELECT MAX(id) FROM {table}) + 1)")
    cr.commit()
    vacuum(env, DOCUMENTS)
    env.invalidate_all(flush=False)


def copy_facts(env, copies, years):
    """Add copies of all shipments and receipts, each so many years before the last one; none is of a document."""
    cr = env.cr
    with without_indexes(cr, FACTS[:2]), _without_checks(cr):
        for copy in range(1, copies + 1):
            for table, key, sign in (("crm_shipment_fact", "move_id", "+"), ("crm_receipt_fact", "document_key", "-")):
                names = [name for name in _get_columns(cr, table) if name not in ("id", "date", key)]
                columns = ", ".join(names)
                cr.execute(
                    f"INSERT INTO {table} ({columns}, date, {key})"
                    f" SELECT {columns}, date - make_interval(years => %(years)s), {key} {sign} %(key)s"
                    f"   FROM {table} WHERE ABS({key}) < %(limit)s",
                    {"years": copy * years, "limit": COPIED, "key": copy * COPIED},
                )
    _tidy_up(env)


def remove_copies(env):
    """Remove what :func:`copy_facts` has added."""
    env.cr.execute("DELETE FROM crm_shipment_fact WHERE move_id > %s", [COPIED])
    env.cr.execute("DELETE FROM crm_receipt_fact WHERE document_key < %s", [-COPIED])
    _tidy_up(env)


def _tidy_up(env):
    """Sum anew, and let the database clean up."""
    repair_sums(env)
    env.cr.commit()
    vacuum(env, (*FACTS, *SUMS))


def repair_sums(env):
    """Sum the facts anew, those included that no document gave."""
    for facts in ("crm.receipt.fact", "crm.shipment.fact"):
        env[facts]._repair_sums()


def vacuum(env, tables):
    """Let the database clean up and count, as it does by itself some time after a change."""
    with env.registry.cursor() as cr:
        cr._cnx.autocommit = True
        try:
            for table in tables:
                cr.execute(f"VACUUM ANALYZE {table}")
        finally:
            cr._cnx.autocommit = False


@contextlib.contextmanager
def without_indexes(cr, tables):
    """Drop the indexes of tables, those of constraints excepted, and make them again after the body."""
    cr.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [list(tables)],
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        cr.execute(definition)


@contextlib.contextmanager
def _without_checks(cr):
    """Let the database believe that what is referred to is there."""
    cr.execute("SET LOCAL session_replication_role = replica")
    yield
    cr.execute("SET LOCAL session_replication_role = origin")


def _get_columns(cr, table):
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return [name for (name,) in cr.fetchall()]


def _get_values(env, moves):
    """Return what the statements refer to."""
    users = env["res.users"].search([("login", "like", "manager%")], order="id")
    companies = env.companies.sorted("id")
    products = env["product.product"].sudo().search([("name", "like", "Product %")], order="id")
    warehouses = [
        env["stock.warehouse"].sudo().search([("company_id", "=", company.id)], limit=1) for company in companies
    ]
    head = env.companies.filtered(lambda company: not company.parent_id).sudo()
    journals = {
        kind: env["account.journal"].sudo().search([("type", "=", kind)], limit=1).id for kind in ("sale", "bank")
    }
    accounts = {
        kind: env["account.account"]
        .sudo()
        .with_company(head)
        .search([("account_type", "=", kind), ("company_ids", "in", head.ids)], limit=1)
        .id
        for kind in ("asset_receivable", "income", "asset_cash")
    }
    return {
        "moves": moves,
        "orders": moves // LINES,
        "payments": moves // 4,
        "lines": LINES,
        "days": DAYS,
        "customers": CUSTOMERS,
        "users": users.ids,
        "companies": companies.ids,
        "products": products.ids,
        "pickings": [warehouse.out_type_id.id for warehouse in warehouses],
        "stocks": [warehouse.lot_stock_id.id for warehouse in warehouses],
        "outside": env.ref("stock.stock_location_customers").id,
        "unit": env.ref("uom.product_uom_unit").id,
        "team": env.ref("sales_team.team_sales_department").id,
        "currency": head.currency_id.id,
        "country": env.ref("base.pl").id,
        **journals,
        **accounts,
    }


# Ids of copies begin here.
COPIED = 100_000_000
# Documents are numbered from here on, in the order of time, as they would be in life.
FIRST = 10_000
_DAY = "(now() AT TIME ZONE 'UTC')::timestamp - make_interval(days => ({days} - {number} * {days} / {count})::int)"
_ORDER_DAY = _DAY.format(days="%(days)s", number="number::bigint", count="%(orders)s")
_PAYMENT_DAY = _DAY.format(days="%(days)s", number="number::bigint", count="%(payments)s")
_COMPANY = "(%(companies)s::int[])[number %% 5 + 1]"
_USER = "(%(users)s::int[])[number * 7 %% 50 / 5 * 5 + number %% 5 + 1]"
_CUSTOMER = f"{FIRST} + (number::bigint * 7919 %% %(customers)s)::int"
_AMOUNT = "(100 + number * 37 %% 900)"
STATEMENTS = (
    f"""
    INSERT INTO res_partner (id, name, complete_name, active, is_company, type, commercial_partner_id, user_id,
                             country_id, autopost_bills, create_date)
    SELECT {FIRST} + number, 'Customer ' || number, 'Customer ' || number, true, true, 'contact', {FIRST} + number,
           {_USER}, %(country)s, 'ask', now()
      FROM generate_series(0, %(customers)s - 1) number
    """,
    f"""
    INSERT INTO sale_order (id, name, state, company_id, partner_id, partner_invoice_id, partner_shipping_id, user_id,
                            team_id, date_order, currency_id, currency_rate, picking_policy, invoice_status,
                            amount_untaxed, amount_total, create_date)
    SELECT {FIRST} + number, 'S' || number, 'sale', {_COMPANY}, {_CUSTOMER}, {_CUSTOMER}, {_CUSTOMER}, {_USER},
           %(team)s, {_ORDER_DAY}, %(currency)s, 1, 'direct', 'invoiced', 0, 0, now()
      FROM generate_series(0, %(orders)s - 1) number
    """,
    f"""
    INSERT INTO sale_order_line (id, order_id, name, product_id, product_uom_qty, product_uom_id, price_unit, discount,
                                 price_subtotal, price_total, price_tax, price_reduce_taxexcl, price_reduce_taxinc,
                                 state, qty_delivered, qty_invoiced, qty_to_invoice, company_id, currency_id,
                                 salesman_id, order_partner_id, customer_lead, invoice_status, is_downpayment,
                                 sequence, untaxed_amount_invoiced, untaxed_amount_to_invoice)
    SELECT {FIRST} + number, sale.id, 'Goods', (%(products)s::int[])[number %% 2000 + 1], quantity, %(unit)s, price, 0,
           quantity * price, quantity * price, 0, price, price, 'sale', quantity, quantity, 0, sale.company_id,
           %(currency)s, sale.user_id, sale.partner_id, 0, 'invoiced', false, 10, quantity * price, 0
      FROM (SELECT number, number %% 7 + 1 AS quantity, 100 + number * 13 %% 200 AS price
              FROM generate_series(0, %(orders)s * %(lines)s - 1) number) line
      JOIN sale_order sale ON sale.id = {FIRST} + number / %(lines)s
    """,
    f"""
    INSERT INTO stock_picking (id, name, state, picking_type_id, location_id, location_dest_id, partner_id, company_id,
                               move_type, date_done, scheduled_date, create_date)
    SELECT {FIRST} + number, 'OUT/' || number, 'done', (%(pickings)s::int[])[number %% 5 + 1],
           (%(stocks)s::int[])[number %% 5 + 1], %(outside)s, sale.partner_id, sale.company_id, 'direct',
           sale.date_order, sale.date_order, now()
      FROM generate_series(0, %(orders)s - 1) number JOIN sale_order sale ON sale.id = {FIRST} + number
    """,
    """
    INSERT INTO stock_move (id, company_id, product_id, product_uom, product_uom_qty, product_qty, quantity, picked,
                            location_id, location_dest_id, picking_id, picking_type_id, sale_line_id, state, date,
                            procure_method, value, is_out, is_in, is_dropship, partner_id, to_refund, create_date)
    SELECT line.id, line.company_id, line.product_id, %(unit)s, line.product_uom_qty, line.product_uom_qty,
           line.product_uom_qty, true, picking.location_id, %(outside)s, picking.id, picking.picking_type_id, line.id,
           'done', picking.date_done, 'make_to_stock', line.product_uom_qty * 60, true, false, false,
           picking.partner_id, true, now()
      FROM sale_order_line line JOIN stock_picking picking ON picking.id = line.order_id
    """,
    f"""
    INSERT INTO account_move (id, name, move_type, state, journal_id, company_id, currency_id, date, invoice_date,
                              partner_id, commercial_partner_id, invoice_user_id, team_id, auto_post, posted_before,
                              payment_state, amount_total, create_date)
    SELECT {FIRST} + number, 'INV/' || number, 'out_invoice', 'posted', %(sale)s, {_COMPANY}, %(currency)s,
           ({_PAYMENT_DAY})::date, ({_PAYMENT_DAY})::date, {_CUSTOMER}, {_CUSTOMER}, {_USER}, %(team)s, 'no', true,
           'paid', {_AMOUNT}, now()
      FROM generate_series(0, %(payments)s - 1) number
    """,
    f"""
    INSERT INTO account_payment (id, name, company_id, journal_id, state, payment_type, partner_type, date, amount,
                                 amount_company_currency_signed, partner_id, currency_id, move_id,
                                 outstanding_account_id, destination_account_id, create_date)
    SELECT {FIRST} + number, 'PAY/' || number, {_COMPANY}, %(bank)s, 'paid', 'inbound', 'customer',
           ({_PAYMENT_DAY})::date, {_AMOUNT}, {_AMOUNT}, {_CUSTOMER}, %(currency)s, {FIRST} + %(payments)s + number,
           %(asset_cash)s, %(asset_receivable)s, now()
      FROM generate_series(0, %(payments)s - 1) number
    """,
    f"""
    INSERT INTO account_move (id, name, move_type, state, journal_id, company_id, currency_id, date, partner_id,
                              commercial_partner_id, auto_post, posted_before, origin_payment_id, amount_total,
                              create_date)
    SELECT payment.move_id, payment.name, 'entry', 'posted', payment.journal_id, payment.company_id,
           payment.currency_id, payment.date, payment.partner_id, payment.partner_id, 'no', true, payment.id,
           payment.amount, now()
      FROM account_payment payment WHERE payment.id >= {FIRST}
    """,
    # two lines of an entry: what is owed (an invoice) or was (a payment), and where from or where to
    f"""
    INSERT INTO account_move_line (id, move_id, company_id, journal_id, account_id, partner_id, currency_id,
                                   display_type, parent_state, date, balance, amount_currency, debit, credit,
                                   amount_residual, amount_residual_currency, reconciled, create_date)
    SELECT {FIRST} + (move.id - {FIRST}) * 2 + side, move.id, move.company_id, move.journal_id,
           CASE WHEN side = 0 THEN %(asset_receivable)s WHEN move.move_type = 'entry' THEN %(asset_cash)s
                ELSE %(income)s END,
           move.partner_id, move.currency_id, CASE WHEN side = 0 THEN 'payment_term' ELSE 'product' END, 'posted',
           move.date, sign * move.amount_total, sign * move.amount_total, GREATEST(sign, 0) * move.amount_total,
           GREATEST(-sign, 0) * move.amount_total, 0, 0, side = 0, now()
      FROM account_move move
      JOIN (VALUES (0, 'out_invoice', 1), (1, 'out_invoice', -1), (0, 'entry', -1), (1, 'entry', 1))
           AS side (side, move_type, sign) ON side.move_type = move.move_type
     WHERE move.id >= {FIRST}
    """,
    f"""
    INSERT INTO account_partial_reconcile (id, debit_move_id, credit_move_id, amount, debit_amount_currency,
                                           credit_amount_currency, company_id, create_date)
    SELECT {FIRST} + number, {FIRST} + number * 2, {FIRST} + (%(payments)s + number) * 2, {_AMOUNT}, {_AMOUNT},
           {_AMOUNT}, {_COMPANY}, now()
      FROM generate_series(0, %(payments)s - 1) number
    """,
    f"""
    INSERT INTO sale_order_line_invoice_rel (invoice_line_id, order_line_id)
    SELECT {FIRST} + number * 2 + 1, {FIRST} + number FROM generate_series(0, %(payments)s - 1) number
    """,
)
