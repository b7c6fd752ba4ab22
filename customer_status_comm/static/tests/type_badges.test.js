import { animationFrame, describe, expect, press, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Panel extends models.Model {
    _name = "panel";
    kind = fields.Selection({
        string: "Type",
        selection: [
            ["email", "E-mail"],
            ["sms", "SMS"],
            ["note", "Note"],
        ],
    });
    _records = [{ id: 1, kind: "email" }];
}
defineMailModels();
defineModels([Panel]);

async function mountBadges(attributes = "") {
    const field = `<field name="kind" widget="customer_communication_type" ${attributes}/>`;
    await mountView({
        type: "form",
        resModel: "panel",
        resId: 1,
        arch: `<form>${field}</form>`,
    });
}

test("is a group of radio buttons with the field's name, of which one is chosen", async () => {
    await mountBadges();
    expect("[role=radiogroup]").toHaveAttribute("aria-label", "Type");
    expect("[role=radio]").toHaveCount(3);
    expect("[role=radio][aria-checked=true]").toHaveText("E-mail");
    expect("[role=radio][tabindex='0']").toHaveText("E-mail");
});

test("a click chooses", async () => {
    await mountBadges();
    await contains("[role=radio]:contains(SMS)").click();
    expect("[role=radio][aria-checked=true]").toHaveText("SMS");
});

test("arrows lead from one to the next, and around", async () => {
    await mountBadges();
    await contains("[role=radio]:contains(E-mail)").focus();
    for (const [key, chosen] of [
        ["ArrowRight", "SMS"],
        ["ArrowDown", "Note"],
        ["ArrowRight", "E-mail"],
        ["ArrowLeft", "Note"],
        ["ArrowUp", "SMS"],
    ]) {
        await press(key);
        await animationFrame();
        expect("[role=radio][aria-checked=true]").toHaveText(chosen);
        expect("[role=radio]:focus").toHaveText(chosen);
    }
});

test("other keys choose nothing", async () => {
    await mountBadges();
    await contains("[role=radio]:contains(E-mail)").focus();
    await press("a");
    await animationFrame();
    expect("[role=radio][aria-checked=true]").toHaveText("E-mail");
});

test("read only it is a word", async () => {
    await mountBadges(`readonly="1"`);
    expect("[role=radio]").toHaveCount(0);
    expect(".o_field_widget[name=kind]").toHaveText("E-mail");
});
