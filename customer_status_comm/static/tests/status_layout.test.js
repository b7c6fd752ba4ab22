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
    preloadBundle,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
preloadBundle("web.ace_lib");

class Settings extends models.Model {
    _name = "settings";
    layout = fields.Text();
    _views = { form: `<form><field name="layout" widget="customer_status_layout"/></form>` };
}
defineMailModels();
defineModels([Settings]);

const START = "button:contains(Start from the standard layout)";
const BACK = "button:contains(Back to the standard layout)";

async function mountLayout(layout) {
    Settings._records = [{ id: 1, layout }];
    await mountView({ type: "form", resModel: "settings", resId: 1 });
    await animationFrame();
}

test("there is no editor before there is a layout", async () => {
    await mountLayout(false);
    expect(START).toHaveCount(1);
    expect(BACK).toHaveCount(0);
    expect(".ace_editor").toHaveCount(0);
});

test("begins with the standard layout, and goes back to it", async () => {
    onRpc("res.config.settings", "get_standard_layout", () => "<p>{{ t.title }}</p>");
    await mountLayout(false);
    await contains(START).click();
    await animationFrame();
    expect(".ace_editor").toHaveCount(1);
    const editor = window.ace.edit(queryOne(".ace_editor"));
    expect(editor.getValue()).toBe("<p>{{ t.title }}</p>");
    await contains(BACK).click();
    await animationFrame();
    expect(".ace_editor").toHaveCount(0);
    expect(START).toHaveCount(1);
});

test("when the server refuses, there is none", async () => {
    expect.errors(1);
    onRpc("res.config.settings", "get_standard_layout", () => {
        throw makeServerError({ message: "Not yours" });
    });
    await mountLayout(false);
    await contains(START).click();
    await animationFrame();
    expect.verifyErrors(["RPC_ERROR"]);
    expect(".ace_editor").toHaveCount(0);
});
