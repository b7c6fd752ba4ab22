"""Names that are code: a real browser opens every place that shows them; none runs."""

import base64
import http.client
import re
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from devtools import postgres

from .. import hostile
from .steps import get_link, open_tab
from .test_pos import get_row, open_till

NASTY = "Mallory " + " ".join((*hostile.MARKUP, *hostile.EXPRESSIONS))
PASSWORD = "mallory-mallory"
#: What a careless layout, without quotes, would let out of its place.
LOOSE = f"x onclick={hostile.PWNED} onmouseover={hostile.PWNED}"
#: A layout such as a shop may write, careless where it can be.
LAYOUT = """<!DOCTYPE html>
<html lang="{{ language }}">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<h1>{{ shop }}</h1>
{% if order %}
<h2>{{ order.number }}</h2>
<p><a href="{{ order.client_reference }}">Your reference</a></p>
{% for line in order.lines %}
<p class=line title={{ line.name }}>{{ line.name }}</p>
{% endfor %}
{% endif %}
</body>
</html>
"""


def call(page, model, method, *args, **kwargs):
    """Call a method of Odoo as the user who is logged in; return its result."""
    params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
    answer = page.request.post(
        f"/web/dataset/call_kw/{model}/{method}", data={"params": params}
    ).json()
    assert "result" in answer, answer["error"]["data"]["message"]
    return answer["result"]


@pytest.fixture
def watched(page):
    """Return a function that tells whether anything ran in the page so far."""
    dialogs = []

    def refuse(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)

    def check(where):
        page.wait_for_timeout(300)  # for what a picture that fails would do
        ran = [frame.url for frame in page.frames if frame.evaluate("window.__pwned")]
        assert not ran and not dialogs, f"{where}: {ran} {dialogs}"
        text = page.locator("body").inner_text()
        assert hostile.COMPUTED[0] not in text, where

    return check


def make_customer(page, reference=NASTY, goods=NASTY):
    """Make a customer with an order, all of whose texts are hostile.

    :param reference: the customer's own, ``goods``: how the order's line names them.
    :return: ``(id of the customer, id and number of the order)``.
    """
    [customer] = call(
        page,
        "res.partner",
        "create",
        [{"name": NASTY, "email": "mallory@x.example", "street": NASTY, "city": NASTY}],
    )
    [product] = call(
        page, "product.product", "search", [["name", "ilike", "bell"]], limit=1
    )
    line = {"product_id": product, "product_uom_qty": 2, "name": goods}
    [order] = call(
        page,
        "sale.order",
        "create",
        [
            {
                "partner_id": customer,
                "client_order_ref": reference,
                "note": f"<p>{NASTY.replace('<', '&lt;')}</p>",
                "order_line": [[0, 0, line]],
            }
        ],
    )
    call(page, "sale.order", "action_confirm", [order])
    [values] = call(page, "sale.order", "read", [order], ["name"])
    return customer, order, values["name"]


def test_hostile_names_run_nowhere(live, page, new_page, login, watched):
    login(page, "manager")
    customer, order, number = make_customer(page)
    message = live.wait_for_message(lambda m: number in m["subject"], timeout=150)

    # In the back office.
    for path in (
        f"/odoo/sales/{order}",
        f"/odoo/contacts/{customer}",
        "/odoo/contacts",
        "/odoo/action-customer_status_comm.customer_communication_action",
        "/odoo/action-customer_status_comm.customer_status_event_action",
        "/odoo/action-customer_status_comm.customer_status_waiting_action",
    ):
        page.goto(path)
        page.locator(".o_view_controller").wait_for()
        watched(path)

    page.goto(f"/odoo/sales/{order}")
    page.locator("button[name=action_open_status_page]:visible").click()
    page.locator("iframe").first.wait_for()
    watched("status page's form")

    page.goto(f"/odoo/sales/{order}")
    page.locator("button[name=action_contact]:visible").first.click()
    page.locator(".modal .o_customer_communication_panel").wait_for()
    watched("panel, configure")
    page.locator(".modal [name=subject] input").fill(NASTY)
    open_tab(page, "Compose")
    editor = page.locator(".modal .odoo-editor-editable")
    editor.click()
    page.keyboard.insert_text(NASTY)
    watched("panel, compose")
    page.locator(".modal button[name=action_send]:visible").click()
    expect(page.locator(".modal .alert-success")).to_be_visible()
    open_tab(page, "Contact history")
    page.locator(".modal .o_customer_communication_chevron").first.wait_for()
    for chevron in page.locator(".modal .o_customer_communication_chevron").all():
        chevron.press("Enter")
    expect(page.locator(".modal .o_customer_communication_text").first).to_be_visible()
    watched("panel, history")

    # What left the house.
    phone = new_page()
    phone.goto(get_link(message))
    assert not phone.evaluate("window.__pwned")
    expect(phone.locator("body")).to_contain_text("<script>window.__pwned=1</script>")
    sent = live.wait_for_message(
        lambda m: m["kind"] == "mail" and "Mallory" in m["subject"], timeout=60
    )
    for mail in (message, sent):
        phone.goto("about:blank")
        phone.set_content(mail["html"])
        phone.wait_for_timeout(300)
        assert not phone.evaluate("window.__pwned"), mail["subject"]


def test_hostile_names_run_neither_in_the_portal_nor_at_the_till(
    live, page, new_page, login, watched
):
    login(page, "manager")
    customer, order, number = make_customer(page)
    live.wait_for_message(lambda m: number in m["subject"], timeout=150)
    admin = new_page()
    login(admin, "admin")
    query = "SELECT res_id FROM ir_model_data WHERE name = 'group_portal'"
    portal = int(postgres.sql(query, live.database))
    call(
        admin,
        "res.users",
        "create",
        [
            {
                "login": f"mallory-{customer}",
                "password": PASSWORD,
                "partner_id": customer,
                "group_ids": [[6, 0, [portal]]],
            }
        ],
    )
    till = page
    open_till(live, till, lambda page_, user: log_in_anew(page_, user, login))
    get_row(till, "Mallory").first.wait_for()
    watched("till")

    reader = new_page()
    reader.goto("/web/login")
    reader.fill("input[name=login]", f"mallory-{customer}")
    reader.fill("input[name=password]", PASSWORD)
    reader.click("button[type=submit]:has-text('Log in')")
    reader.wait_for_url("**/my**")
    paths = ["/my", "/my/messages", f"/my/status/order/{order}"]
    for path in paths:
        reader.goto(path)
        reader.wait_for_timeout(300)
        assert not any(f.evaluate("window.__pwned") for f in reader.frames), path
    reader.goto("/my/messages")
    reader.locator("tbody a[href^='/my/messages/']").first.click()
    reader.wait_for_url(re.compile(r"/my/messages/\d+"))
    reader.wait_for_timeout(300)
    assert not any(f.evaluate("window.__pwned") for f in reader.frames)


def test_hostile_names_do_not_run_in_the_workshops_calendar(page, login, watched):
    login(page, "manager")
    [customer] = call(page, "res.partner", "create", [{"name": NASTY}])
    [product] = call(
        page, "product.product", "create", [{"name": NASTY, "type": "consu"}]
    )
    log_in_anew(page, "counter", login)
    job = {
        "partner_id": customer,
        "product_id": product,
        "schedule_date": f"{datetime.now():%Y-%m-%d} 12:00:00",
        "customer_agreement": NASTY,
        "internal_notes": f"<p>{NASTY.replace('<', '&lt;')}</p>",
    }
    [job] = call(page, "repair.order", "create", [job])
    call(page, "repair.order", "action_validate", [job])
    page.goto("/odoo/repairs")
    page.locator(".o_data_row").first.wait_for()
    for view in ("list", "kanban", "calendar"):
        page.locator(f".o_switch_view.o_{view}").click()
        page.get_by_text("Mallory").first.wait_for()
        watched(view)
    page.locator(".fc-event", has_text="Mallory").first.click()
    popover = page.locator(".o_cw_popover")
    expect(popover).to_contain_text("<script>window.__pwned=1</script>")
    popover.locator(".popover-header span").first.hover()
    page.locator(".o-tooltip").wait_for()
    watched("calendar's popover")
    page.mouse.move(0, 0)  # or the tooltip stands over the button
    expect(page.locator(".o-tooltip")).to_have_count(0)
    popover.get_by_role("button", name="Contact").click()
    page.locator(".modal .o_customer_communication_panel").wait_for()
    watched("panel of a job")


def test_hostile_names_do_not_run_in_a_careless_layout_of_the_shops_own(
    live, page, new_page, login, tmp_path
):
    """Neither on the page nor in the file, which has no server to forbid it."""
    login(page, "manager")
    script = f"javascript:{hostile.PWNED}"
    _customer, order, number = make_customer(page, script, LOOSE)
    message = live.wait_for_message(lambda m: number in m["subject"], timeout=150)
    [values] = call(page, "sale.order", "read", [order], ["company_id"])
    admin = new_page()
    login(admin, "admin")
    write = ("res.company", "write", values["company_id"][:1])
    call(admin, *write, {"customer_status_layout": LAYOUT})
    try:
        phone = new_page()
        answer = phone.goto(get_link(message))
        file = tmp_path / "status.html"
        file.write_bytes(answer.body())
        for address in (phone.url, file.as_uri()):
            phone.goto(address)
            # What came out would act, so our own layout stands in for it.
            expect(phone.get_by_text(number).first).to_be_visible()
            expect(phone.locator("p.line")).to_have_count(0)
            assert phone.locator("[onclick], [href^=javascript]").count() == 0
            phone.wait_for_timeout(300)
            assert not phone.evaluate("window.__pwned"), address
    finally:
        call(admin, *write, {"customer_status_layout": False})


def log_in_anew(page, user, login):
    page.context.clear_cookies()
    login(page, user)


def test_no_address_stands_in_the_servers_log(live, page, login):
    """Neither of a page that is opened nor of one that is not there."""
    login(page, "manager")
    [page_id] = call(
        page, "customer.status.page", "search", [["link_ids", "!=", False]], limit=1
    )
    action = call(page, "customer.status.page", "action_copy_link", [page_id])
    token = action["params"]["url"].rpartition("/")[2]
    wrong = [*hostile.ODD_TOKENS, *islice(hostile.near_misses(token), 60)]
    server = urlsplit(live.url)
    statuses = {}
    for each in (token, *wrong):
        connection = http.client.HTTPConnection(
            server.hostname, server.port, timeout=60
        )
        connection.request("GET", f"/status/{each}")
        answer = connection.getresponse()
        statuses[each] = (answer.status, answer.read() if answer.status != 200 else "")
        connection.close()
    assert statuses.pop(token)[0] == 200
    answers = set(statuses.values())
    assert {status for status, _body in answers} <= {404, 301, 308}, answers
    assert len({body for status, body in answers if status == 404}) == 1
    log = live.log.read_text(errors="replace")
    assert log.count("GET /status/*** HTTP/1.1") > len(wrong)
    assert token not in log
    assert not [each for each in wrong if len(each) > 12 and each in log]
    assert base64.b64encode(token.encode()).decode() not in log
    assert postgres.sql("SELECT count(*) FROM ir_logging", live.database) == "0"
