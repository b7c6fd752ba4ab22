"""A customer buys in the web shop, in a real browser, and follows the order."""

from playwright.sync_api import expect

from .steps import get_link

GUEST = {
    "name": "Grete Gæst",
    "email": "grete@gaest.example",
    "phone": "+4568001234",
    "street": "Eksempelgade 9",
    "zip": "9999",
    "city": "Fjordby",
}


def put_into_cart(page, product, shop="/shop"):
    """Choose a product of the shop's front page."""
    page.goto(shop)
    page.locator("a", has_text=product).first.click()
    button = page.locator("#add_to_cart")
    expect(button).to_be_visible()
    # The page answers a click only when its script has started.
    badge = page.locator(".my_cart_quantity").first
    for _attempt in range(10):
        button.click()
        page.wait_for_timeout(1000)
        if badge.inner_text().strip() not in ("", "0"):
            return
    raise AssertionError("nothing gets into the cart")


def go_on(page):
    page.locator("[name=website_sale_main_button]:visible").first.click()


def test_web_order_leads_to_its_page(live, new_page):
    """Buy as a guest → thank-you page → status page; one e-mail, under our brand."""
    page = new_page(locale="en-US")
    put_into_cart(page, "Kastanje")
    page.goto("/shop/cart")
    go_on(page)
    for field, value in GUEST.items():
        page.locator(f"input[name={field}]").fill(value)
    page.locator("select[name=country_id]").select_option(label="Denmark")
    go_on(page)
    expect(page.get_by_text("Delivery by bicycle")).to_be_visible()
    expect(page.get_by_text("49.00").first).to_be_visible()
    go_on(page)
    page.locator("label.o_payment_option_label", has_text="Cash on Delivery").click()
    page.locator("button[name=o_payment_submit_button]:visible").click()
    page.wait_for_url("**/shop/confirmation")
    number = page.locator("#order_name span").last.inner_text()

    page.locator("#customer_status_shop_link").click()

    page.wait_for_url("**/shop/confirmation/status")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your order is confirmed")
    expect(page.locator("body")).to_contain_text(number)
    expect(page.locator("body")).to_contain_text("Helmet Kastanje")
    message = live.wait_for_message(lambda m: number in m["subject"], timeout=150)
    assert GUEST["email"] in str(message["to"])
    assert "fjordby" in message["from"].lower()
    phone = new_page(viewport={"width": 390, "height": 844})
    assert phone.goto(get_link(message)).status == 200
    expect(phone.locator("header, body").first).to_contain_text("Fjordby Cykler")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    told = [m for m in live.messages("mail") if number in m["subject"]]
    assert len(told) == 1, "Odoo's own confirmation is switched off in the demo"


def test_rule_for_web_orders_only(page, login):
    """The switch on a rule writes its criteria."""
    login(page, "manager")
    page.goto("/odoo/action-customer_status_comm.customer_status_rule_action")
    page.locator("tr.o_data_row", has_text="Confirmed").first.locator(
        "td[name=event]"
    ).click()
    switch = page.locator(".o_field_widget[name=only_web_orders] input")
    switch.click()
    page.locator(".o_form_button_save").click()
    expect(page.locator(".o_form_button_save")).to_be_hidden()
    page.reload()
    expect(switch).to_be_checked()
    switch.click()
    page.locator(".o_form_button_save").click()
    expect(page.locator(".o_form_button_save")).to_be_hidden()
