"""Importing orders from a file, as the web client does."""

import csv
import io

HEADER = (
    "name",
    "partner_id",
    "state",
    "order_line/product_id",
    "order_line/product_uom_qty",
)
#: Rows of the file that the web client has imported, and committed, in one go.
BATCH = 2000
#: As the web client sends them for a file that was written by a program.
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "has_headers": True,
    "float_decimal_separator": ".",
    "float_thousand_separator": "",
    "date_format": "",
    "datetime_format": "",
    "limit": BATCH,
    "import_skip_records": [],
    "import_set_empty_fields": [],
    "fallback_values": {},
    "name_create_enabled_fields": {},
}


def get_names(records):
    """Return ``{(model, id): name}``, by which a file speaks of records."""
    return {(record._name, record.id): record.display_name for record in records}


def prepare_import(env, orders, names):
    """Return the import of a file with these orders, a line of it for each of theirs.

    :param orders: values for ``create``. ``names``: as of ``get_names``.
    """
    text = io.StringIO()
    file = csv.writer(text)
    file.writerow(HEADER)
    last = env["sale.order"].search_count([])
    for number, order in enumerate(orders):
        customer = names["res.partner", order["partner_id"]]
        head = [f"I{last}-{number}", customer, "sale"]
        for _create, _id, line in order["order_line"]:
            product = names["product.product", line["product_id"]]
            file.writerow([*head, product, line["product_uom_qty"]])
            head = ["", "", ""]
    return env["base_import.import"].create(
        {
            "res_model": "sale.order",
            "file": text.getvalue().encode(),
            "file_type": "text/csv",
            "file_name": "orders.csv",
        }
    )


def import_batch(importer, row):
    """Import what one request of the web client does, and commit it.

    :param row: of the file, where it goes on.
    :return: number of orders, and the row where the next batch begins; 0: none does.
    :raise RuntimeError: when some of it was refused.
    """
    # A tick of the web client's, set unless somebody takes it away: no tracked values.
    importer = importer.with_context(tracking_disable=True)
    options = {**OPTIONS, "skip": row}
    result = importer.execute_import(list(HEADER), list(HEADER), options)
    if result["messages"]:
        raise RuntimeError(result["messages"][:3])
    importer.env.cr.commit()
    return len(result["ids"]), result["nextrow"]
