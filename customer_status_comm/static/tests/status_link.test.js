import { holdsAddress } from "@customer_status_comm/status_link/status_link";
import { animationFrame, describe, expect, queryOne, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Panel extends models.Model {
    _name = "panel";
    text = fields.Text();
    partner_id = fields.Many2one({ relation: "res.partner" });
    template_id = fields.Many2one({ relation: "res.partner" });
    res_model = fields.Char();
    res_id = fields.Integer();
    _records = [{ id: 1, text: "Hello you", res_model: "sale.order", res_id: 42 }];
    _views = {
        form: `
            <form>
                <field name="text" widget="customer_sms_text"/>
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
const AREA = "[name=text] textarea";
const BUTTON = ".o_customer_communication_status_link";

async function mountPanel() {
    const none = { parts: 0, units: 0, left: 160, encoding: "gsm7", offenders: [] };
    onRpc(PANEL, "get_sms_count", () => none);
    onRpc(PANEL, "get_status_link", ({ args }) => {
        expect.step(`${args[0].res_model} ${args[0].res_id}`);
        return { url: URL, label: "Status" };
    });
    onRpc(PANEL, "action_insert_status_link", ({ args }) => {
        expect.step(`above the signature of ${args[0]}`);
        return { type: "ir.actions.act_window_close" };
    });
    await mountView({ type: "form", resModel: "panel", resId: 1 });
}

test("an address is found, and no longer one is taken for it", () => {
    expect(holdsAddress(`see ${URL}.`, URL)).toBe(true);
    expect(holdsAddress(URL, URL)).toBe(true);
    expect(holdsAddress(`${URL}1`, URL)).toBe(false);
    expect(holdsAddress(`${URL}/x and ${URL}`, URL)).toBe(true);
    expect(holdsAddress("", URL)).toBe(false);
});

test("goes to the cursor, apart from the words around it", async () => {
    await mountPanel();
    await contains(AREA).click();
    queryOne(AREA).setSelectionRange(5, 6);
    await contains(BUTTON).click();
    await animationFrame();
    expect.verifySteps(["sale.order 42"]);
    expect(AREA).toHaveValue(`Hello ${URL} you`);
    expect(AREA).toBeFocused();
    expect(queryOne(AREA).selectionStart).toBe(`Hello ${URL}`.length);
});

test("goes in only once", async () => {
    await mountPanel();
    await contains(AREA).edit(`see ${URL}`, { confirm: false });
    await contains(BUTTON).click();
    await animationFrame();
    expect.verifySteps(["sale.order 42"]);
    expect(AREA).toHaveValue(`see ${URL}`);
    expect(".o_notification").toHaveText("The link is in the text already.");
});

test("without a cursor the server puts it above the signature", async () => {
    await mountPanel();
    await contains(BUTTON).click();
    await animationFrame();
    expect.verifySteps(["above the signature of 1"]);
});

test("when the server refuses, the text stays as it is", async () => {
    expect.errors(1);
    await mountPanel();
    onRpc(PANEL, "get_status_link", () => {
        throw makeServerError({ message: "There is no page." });
    });
    await contains(AREA).click();
    await contains(BUTTON).click();
    await animationFrame();
    expect.verifyErrors(["RPC_ERROR"]);
    expect(AREA).toHaveValue("Hello you");
});
