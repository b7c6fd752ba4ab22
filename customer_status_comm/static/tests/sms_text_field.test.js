import { advanceTime, animationFrame, describe, expect, queryOne, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
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
    text = fields.Text();
    _views = { form: `<form><field name="text" widget="customer_sms_text"/></form>` };
}
defineMailModels();
defineModels([Panel]);

const COUNT = ".o_customer_sms_count > span";
const AREA = "[name=text] textarea";
const PANEL = "customer.communication.panel";

/** Counts as the server does, well enough for these texts. */
function count(text) {
    const offenders = [
        ["’", "'"],
        ["🚲", null],
    ].filter(([char]) => text.includes(char));
    const encoding = offenders.length ? "ucs2" : "gsm7";
    const room = offenders.length ? 70 : 160;
    const units = text.length;
    return { parts: units ? 1 : 0, units, left: room - units, encoding, offenders };
}

async function mountText(text, answer = count) {
    Panel._records = [{ id: 1, text }];
    onRpc(PANEL, "get_sms_count", ({ args }) => answer(args[0]));
    onRpc(PANEL, "replace_sms_unicode", ({ args }) => args[0].replaceAll("’", "'"));
    await mountView({ type: "form", resModel: "panel", resId: 1 });
    await animationFrame();
}

test("says so while there is no text", async () => {
    await mountText(false);
    expect(COUNT).toHaveText("No text yet");
    expect(".o_customer_sms_unicode").toHaveCount(0);
});

test("shows what the server counts, anew while one types", async () => {
    await mountText("Hello");
    expect(COUNT).toHaveText("1 SMS · 5 characters, 155 left · standard characters");
    await contains(AREA).edit("Hello there", { confirm: false });
    await advanceTime(300);
    await animationFrame();
    expect(COUNT).toHaveText("1 SMS · 11 characters, 149 left · standard characters");
    expect(AREA).toHaveAttribute("aria-describedby", "customer_sms_count");
});

test("an answer that comes after a later one is not shown", async () => {
    const slow = new Deferred();
    await mountText("a", (text) => (text === "ab" ? slow : count(text)));
    await contains(AREA).edit("ab", { confirm: false });
    await advanceTime(300);
    await contains(AREA).edit("abc", { confirm: false });
    await advanceTime(300);
    await animationFrame();
    slow.resolve(count("ab"));
    await animationFrame();
    expect(COUNT).toHaveText(/3 characters/);
});

test("replaces what makes it Unicode; the cursor stays behind the same words", async () => {
    await mountText("It’s here");
    expect(COUNT).toHaveText(/Unicode$/);
    expect(".o_customer_sms_unicode b").toHaveText("’");
    queryOne(AREA).setSelectionRange(4, 4);
    await contains("button:contains(Replace them)").click();
    await animationFrame();
    await animationFrame();
    expect(AREA).toHaveValue("It's here");
    expect(AREA).toBeFocused();
    expect(queryOne(AREA).selectionStart).toBe(4);
    expect(".o_customer_sms_unicode").toHaveCount(0);
});

test("what nothing replaces has no button", async () => {
    await mountText("a 🚲");
    expect("button:contains(Replace them)").toHaveCount(0);
    expect(".o_customer_sms_irreplaceable").toHaveText(/only taking them out helps/);
});

test("of both kinds those that remain are named", async () => {
    await mountText("It’s a 🚲");
    expect("button:contains(Replace them)").toHaveCount(1);
    expect(".o_customer_sms_irreplaceable b").toHaveText("🚲");
});
