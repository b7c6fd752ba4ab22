import { advanceTime, describe, expect, test } from "@odoo/hoot";
import { mockTouch } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Panel extends models.Model {
    _name = "panel";
    other = fields.Char();
    subject = fields.Char();
    text = fields.Text();
    _views = {
        form: `
            <form class="o_customer_communication_panel">
                <field name="other"/>
                <field name="subject"/>
                <field name="text"/>
                <widget name="customer_communication_first_focus" fields="subject,text"/>
            </form>`,
    };
}
defineMailModels();
defineModels([Panel]);

async function mountPanel(values) {
    Panel._records = [{ id: 1, ...values }];
    await mountView({ type: "form", resModel: "panel", resId: 1 });
    await advanceTime(10);
}

test("puts the cursor into the first that is empty", async () => {
    await mountPanel({ subject: "  ", text: "words" });
    expect("[name=subject] input").toBeFocused();
});

test("passes over what is filled in", async () => {
    await mountPanel({ subject: "News", text: "" });
    expect("[name=text] textarea").toBeFocused();
});

test("leaves the focus alone where nothing is missing", async () => {
    await mountPanel({ subject: "News", text: "words" });
    expect("[name=subject] input").not.toBeFocused();
    expect("[name=text] textarea").not.toBeFocused();
});

test("leaves it alone on a touch screen, where a keyboard would cover the panel", async () => {
    mockTouch(true);
    await mountPanel({ subject: "", text: "" });
    expect("[name=subject] input").not.toBeFocused();
});
