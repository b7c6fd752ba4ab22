"""Customers, goods and orders, the same in every shop."""

from odoo import fields
from odoo.tools import SQL

CUSTOMERS = 200
GOODS, SERVICES = 30, 5
#: Of each order: lines of goods kept in stock, then lines of services.
LINES = (4, 1)
LANGUAGES = ("en_US", "da_DK")


def make_company(env):
    """Return a company with a chart of accounts and a warehouse."""
    others = env["res.company"].search_count([])
    company = env["res.company"].create(
        {
            "name": f"Fjordby Bench {others}",
            # Odoo has no localisation for it, so that no other addons are installed.
            "country_id": env.ref("base.fo").id,
            "email": "shop@bench.example",
        }
    )
    env.user.company_ids |= company
    env["account.chart.template"]._load("generic_coa", company, False)
    # The demo shop's own may have another currency, which every order would convert.
    env["product.pricelist"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "sequence": 0,
        }
    )
    if not env["stock.warehouse"].search([("company_id", "=", company.id)]):
        env["stock.warehouse"].create(
            {"name": "Bench", "code": "BENCH", "company_id": company.id}
        )
    return company


def tell_customers(env, company):
    """Have the shop tell its customers by itself, at once; ours only."""
    company.write(
        {
            "customer_service_email": "service@bench.example",
            "customer_status_active": True,
        }
    )
    rules = env["customer.status.rule"].with_context(active_test=False).search([])
    rules.write({"settle_minutes": 0, "send_from": 0, "send_until": 0})


def make_goods(env):
    """Return ``product.product``, goods that lie in stock and then services."""
    shared = {"list_price": 125.0, "invoice_policy": "order"}
    goods = env["product.product"].create(
        [
            {
                **shared,
                "name": f"Part {env.company.id}-{n}",
                "type": "consu",
                "is_storable": True,
            }
            for n in range(GOODS)
        ]
    )
    services = env["product.product"].create(
        [
            {**shared, "name": f"Service {env.company.id}-{n}", "type": "service"}
            for n in range(SERVICES)
        ]
    )
    here = [("company_id", "=", env.company.id)]
    warehouse = env["stock.warehouse"].search(here, limit=1)
    for product in goods:
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 10_000_000
        )
    return goods + services


def make_customers(env, count=CUSTOMERS):
    """Return customers with an e-mail address and a telephone, in two languages."""
    return env["res.partner"].create(
        [
            {
                "name": f"Anna Bench {env.company.id}-{n}",
                "email": f"anna{n}@bench.example",
                "phone": f"+45 20{n:06}",
                "lang": LANGUAGES[n % len(LANGUAGES)],
            }
            for n in range(count)
        ]
    )


def prepare_order(number, customers, products):
    """Return the values of an order of five lines."""
    goods, services = products[:GOODS], products[GOODS:]
    chosen = [goods[(number * 7 + n) % GOODS] for n in range(LINES[0])]
    chosen += [services[(number + n) % SERVICES] for n in range(LINES[1])]
    return {
        "partner_id": customers[number % len(customers)],
        "order_line": [
            (0, 0, {"product_id": product, "product_uom_qty": 1 + (number + n) % 4})
            for n, product in enumerate(chosen)
        ],
    }


class Cloner:
    """Copies of one confirmed order and its customer, made by the database itself.

    The ORM would take an hour for 100,000.
    """

    def __init__(self, env, order):
        self.env = env
        self.order = order

    def make(self, count):
        """Return the ids of ``count`` orders, each of a customer of its own."""
        partner = self._number("res_partner")
        self._copy(self.order.partner_id, count, self._partner(partner))
        first = self._next_id("sale_order")
        order = SQL("%s + copy.n", first)
        self._copy(
            self.order,
            count,
            {
                "id": order,
                "name": SQL("'B' || (%s)", order),
                "partner_id": partner,
                "partner_invoice_id": partner,
                "partner_shipping_id": partner,
            },
        )
        line = self._number("sale_order_line", self.order.order_line)
        own = {"id": SQL(line, SQL("source.id")), "order_id": order}
        self._copy(self.order.order_line, count, own)
        self._copy_deliveries(count, partner, order, line)
        self.env.invalidate_all()
        return list(range(first, first + count))

    def _copy_deliveries(self, count, partner, order, line):
        """Copy what the goods leave with.

        :param line: SQL of the number of an order line's copy.
        """
        picking = self._number("stock_picking")
        own = {"partner_id": partner, "sale_id": order}
        name = SQL("'BENCH/' || (%s)", picking)
        self._copy(self.order.picking_ids, count, {**own, "id": picking, "name": name})
        self._copy(
            self.order.order_line.move_ids,
            count,
            {
                "id": SQL("nextval('stock_move_id_seq')"),
                "picking_id": picking,
                "partner_id": partner,
                "sale_line_id": SQL(line, SQL("source.sale_line_id")),
            },
        )

    def _partner(self, number):
        """Return what sets a copied customer apart."""
        address = SQL("'anna' || (%s) || '@copy.example'", number)
        languages = list(LANGUAGES)
        return {
            "id": number,
            "name": SQL("'Anna Copy' || (%s)", number),
            "complete_name": SQL("'Anna Copy' || (%s)", number),
            "email": address,
            "email_normalized": address,
            "commercial_partner_id": number,
            "lang": SQL("(%s)[1 + copy.n %% %s]", languages, len(languages)),
        }

    def _copy(self, records, count, changed):
        """Insert ``count`` copies of each of these records, and go on behind them.

        :param changed: columns with a value of their own, as SQL of ``copy.n`` and
            ``source``.
        """
        table = records._table
        changed = changed | {"create_date": fields.Datetime.now()}
        columns = [
            name
            for [name] in self.env.execute_query(
                SQL(
                    "SELECT column_name FROM information_schema.columns "
                    "WHERE table_name = %s AND is_generated = 'NEVER'",
                    table,
                )
            )
        ]
        values = [
            SQL("%s", changed[name])
            if name in changed
            else SQL("source.%s", SQL.identifier(name))
            for name in columns
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s "
                "FROM generate_series(0, %s - 1) AS copy(n), %s AS source "
                "WHERE source.id = ANY(%s)",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(values),
                count,
                SQL.identifier(table),
                records.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "SELECT setval(%s, (SELECT max(id) FROM %s))",
                f"{table}_id_seq",
                SQL.identifier(table),
            )
        )
        self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def _number(self, table, records=None):
        """Return SQL of the id that a copy gets.

        :param records: when several are copied each time; then a format for the SQL of
            the id of the one that is copied.
        """
        first = self._next_id(table)
        if records is None:
            return SQL("%s + copy.n", first)
        ids = f"ARRAY{records.ids}"
        return f"{first} + copy.n * {len(records)} + array_position({ids}, %s) - 1"

    def _next_id(self, table):
        """Return an id above all there are."""
        self.env.flush_all()
        query = SQL("SELECT coalesce(max(id), 0) + 1 FROM %s", SQL.identifier(table))
        return self.env.execute_query(query)[0][0]
