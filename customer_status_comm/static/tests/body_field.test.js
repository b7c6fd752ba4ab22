import { animationFrame, describe, expect, queryOne, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Panel extends models.Model {
    _name = "panel";
    body = fields.Html();
    partner_id = fields.Many2one({ relation: "res.partner" });
    template_id = fields.Many2one({ relation: "res.partner" });
    res_model = fields.Char();
    res_id = fields.Integer();
    _views = {
        form: `
            <form>
                <field name="body" widget="customer_communication_body"/>
                <field name="partner_id" invisible="1"/>
                <field name="template_id" invisible="1"/>
                <field name="res_model" invisible="1"/>
                <field name="res_id" invisible="1"/>
                <widget name="customer_communication_status_link"/>
            </form>`,
    };
}
defineMailModels();
defineModels([Panel]);

const PANEL = "customer.communication.panel";
const URL = "https://shop.example/my/status/order/42";
const EDITOR = "[name=body] .odoo-editor-editable";
const BUTTON = ".o_customer_communication_status_link";

async function mountBody(body) {
    onRpc(PANEL, "get_status_link", () => ({ url: URL, label: "Your order" }));
    onRpc(PANEL, "action_insert_status_link", () => {
        expect.step("above the signature");
        return { type: "ir.actions.act_window_close" };
    });
    Panel._records = [{ id: 1, body }];
    await mountView({ type: "form", resModel: "panel", resId: 1 });
}

/** Put the cursor behind so many letters of the first block, as a click there would. */
async function clickInto(place) {
    await contains(EDITOR).click();
    const text = queryOne(`${EDITOR} p`).firstChild;
    document.getSelection().setBaseAndExtent(text, place, text, place);
    await animationFrame();
}

test("an editor that was not used has no cursor: the server finds the place", async () => {
    await mountBody("<p>Hello</p>");
    await contains(BUTTON).click();
    await animationFrame();
    expect.verifySteps(["above the signature"]);
    expect(`${EDITOR} a`).toHaveCount(0);
});

test("a link goes to the cursor, and one writes on after it", async () => {
    await mountBody("<p>Hello</p>");
    await clickInto(5);
    await contains(BUTTON).click();
    await animationFrame();
    expect(`${EDITOR} a`).toHaveAttribute("href", URL);
    expect(`${EDITOR} a`).toHaveText("Your order");
    expect(queryOne(`${EDITOR} p`).textContent.replace(/\ufeff/g, "")).toBe(
        "Hello Your order\u00a0",
    );
});

test("it goes in only once", async () => {
    await mountBody(`<p>Hello <a href="${URL}">Your order</a></p>`);
    await clickInto(2);
    await contains(BUTTON).click();
    await animationFrame();
    expect(`${EDITOR} a`).toHaveCount(1);
    expect(".o_notification").toHaveText("The link is in the text already.");
});
