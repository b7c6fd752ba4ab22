import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Page extends models.Model {
    _name = "page";
    preview_url = fields.Char();
    _views = { form: `<form><widget name="customer_status_shown"/></form>` };
}
defineMailModels();
defineModels([Page]);

async function mountPage(preview_url) {
    Page._records = [{ id: 1, preview_url }];
    await mountView({ type: "form", resModel: "page", resId: 1 });
}

test("shows the page in a frame in which nothing runs", async () => {
    await mountPage("/status/preview/1");
    expect("iframe.o_customer_status_shown").toHaveAttribute("data-src", "/status/preview/1");
    expect("iframe.o_customer_status_shown").toHaveAttribute(
        "sandbox",
        "allow-same-origin allow-popups",
    );
});

test("shows no frame where there is no page", async () => {
    await mountPage(false);
    expect("iframe").toHaveCount(0);
});
