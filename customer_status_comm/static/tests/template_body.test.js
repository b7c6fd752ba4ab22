import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Template extends models.Model {
    _name = "template";
    body = fields.Html();
    communication_model = fields.Char();
    _views = {
        form: `
            <form>
                <field name="communication_model" invisible="1"/>
                <field name="body" widget="customer_template_body"/>
            </form>`,
    };
}
defineMailModels();
defineModels([Template]);

function getWord(name) {
    return document.documentElement.style.getPropertyValue(`--o-customer-word-${name}`);
}

async function mountTemplate(communication_model) {
    Template._records = [{ id: 1, body: "<p>words</p>", communication_model }];
    await mountView({ type: "form", resModel: "template", resId: 1 });
}

test("placeholders stand in words while one edits", async () => {
    await mountTemplate("sale.order");
    expect(getWord("news")).toBe(`"What is new"`);
    expect(getWord("name")).toBe(`"Number"`);
    expect("[name=body] .odoo-editor-editable").toHaveText("words");
});

test("what a customer is called is a name", async () => {
    await mountTemplate("res.partner");
    expect(getWord("name")).toBe(`"Name"`);
});

test("without a model it speaks of a customer", async () => {
    await mountTemplate(false);
    expect(getWord("name")).toBe(`"Name"`);
});
