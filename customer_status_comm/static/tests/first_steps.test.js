import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Settings extends models.Model {
    _name = "settings";
    steps = fields.Json();
    sender = fields.Char();
    _views = {
        form: `
            <form>
                <field name="steps" widget="customer_status_first_steps"/>
                <div id="sender_setting"><field name="sender"/></div>
            </form>`,
    };
}
defineMailModels();
defineModels([Settings]);

const LIST = ".o_customer_status_first_steps";
const SENDER = { code: "sender", title: "Sender", advice: "Who writes", button: "Set" };
const TEST = { code: "test", title: "Test", advice: "Try it", button: "Send a test" };
const RULES = { code: "rules", title: "Rules", advice: "Who is told", button: "Open" };

async function mountSteps(steps) {
    Settings._records = [{ id: 1, steps }];
    await mountView({ type: "form", resModel: "settings", resId: 1 });
}

function listen() {
    mockService("action", {
        doActionButton: ({ type, name, resId }) => expect.step(`${type} ${name} ${resId}`),
    });
}

test("counts what is done, and the next one stands out", async () => {
    await mountSteps([
        { ...SENDER, done: true, setting: "sender_setting" },
        { ...RULES, done: false, action: "rules_action" },
        { ...TEST, done: false, method: "action_test" },
    ]);
    expect(`${LIST} summary`).toHaveText("1 of 3 done");
    expect(`${LIST}`).toHaveAttribute("open");
    expect(`${LIST} .btn-primary`).toHaveCount(1);
    expect(`${LIST} .btn-primary`).toHaveText("Open");
    expect("[data-code=sender] .visually-hidden").toHaveText("Done:");
    expect("[data-code=rules] .visually-hidden").toHaveText("To do:");
});

test("is folded into a line once all is done", async () => {
    await mountSteps([{ ...SENDER, done: true, setting: "sender_setting" }]);
    expect(`${LIST} summary`).toHaveText(/All set/);
    expect(LIST).not.toHaveAttribute("open");
    expect(`${LIST} .btn-primary`).toHaveCount(0);
});

test("a step that is a setting puts the cursor into it", async () => {
    await mountSteps([{ ...SENDER, done: false, setting: "sender_setting" }]);
    await contains("[data-code=sender] button").click();
    expect("[name=sender] input").toBeFocused();
});

test("a setting that is not on the page does no harm", async () => {
    await mountSteps([{ ...SENDER, done: false, setting: "elsewhere" }]);
    await contains("[data-code=sender] button").click();
    expect(`${LIST} summary`).toHaveText("0 of 1 done");
});

test("others do what a button of the form does", async () => {
    listen();
    await mountSteps([
        { ...RULES, done: false, action: "rules_action" },
        { ...TEST, done: false, method: "action_test" },
    ]);
    await contains("[data-code=rules] button").click();
    await contains("[data-code=test] button").click();
    expect.verifySteps(["action rules_action 1", "object action_test 1"]);
});
