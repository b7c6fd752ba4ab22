"""The shop that is measured: what programs ask of its server, as its staff would."""

import http.cookiejar
import json
import os
import re
import urllib.parse
import urllib.request
from typing import NamedTuple

#: Seconds that an answer may take.
PATIENCE = 120


class Order(NamedTuple):
    """An order that was made to be measured."""

    id: int
    name: str
    status_url: str  # our page, by a customer's link
    portal_url: str  # stock's, by its access token


class Shop:
    """A session of one of the demo shop's users, whose password is their name."""

    def __init__(self, login: str = "manager"):
        self.url = os.environ["ODOO_URL"]
        cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(cookies)
        )
        page = self.open("/web/login").read()
        token = re.search(rb'name="csrf_token" value="([^"]+)"', page)[1].decode()
        form = {"login": login, "password": login, "csrf_token": token}
        answer = self.open("/web/login", urllib.parse.urlencode(form).encode())
        if "/web/login" in answer.url:
            raise RuntimeError(f"{login} cannot log in to {self.url}")

    def open(self, path: str, data: bytes | None = None, headers=()):
        """Return the answer to a request."""
        request = urllib.request.Request(self.url + path, data, dict(headers))
        return self.opener.open(request, timeout=PATIENCE)

    def call(self, model: str, method: str, *args, **kwargs):
        """Return what a method of a model returns.

        :raise RuntimeError: with the server's own words when it fails.
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        answer = json.load(
            self.open(
                f"/web/dataset/call_kw/{model}/{method}",
                body.encode(),
                {"Content-Type": "application/json"},
            )
        )
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["debug"])
        return answer.get("result")

    def make_order(self, lines: int) -> Order:
        """Confirm an order of so many lines, and make a link to its page."""
        [customer] = self.call(
            "res.partner", "search", [["email", "!=", False]], limit=1, order="id desc"
        )
        products = self.call(
            "product.product",
            "search",
            [["sale_ok", "=", True], ["type", "=", "consu"]],
            limit=lines,
        )
        wanted = [
            {"product_id": products[place % len(products)], "product_uom_qty": 2}
            for place in range(lines)
        ]
        values = {"partner_id": customer, "order_line": [[0, 0, w] for w in wanted]}
        [order] = self.call("sale.order", "create", [values])
        self.call("sale.order", "action_confirm", [order])
        [name] = self.call("sale.order", "read", [order], ["name"])
        page = self.call("sale.order", "action_open_status_page", [order])
        link = self.call(page["res_model"], "action_copy_link", [page["res_id"]])
        preview = self.call("sale.order", "action_preview_sale_order", [order])
        portal = preview["url"].removeprefix("/@")  # that opens the website's editor
        return Order(order, name["name"], link["params"]["url"], self.url + portal)
