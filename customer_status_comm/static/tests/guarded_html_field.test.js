import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Template extends models.Model {
    _name = "template";
    body = fields.Html();
    _views = { form: `<form><field name="body" widget="customer_template_body"/></form>` };
}
defineMailModels();
defineModels([Template]);

const EDITOR = "[name=body] .odoo-editor-editable";
const FRAME = "[name=body] iframe.o_customer_message_frame";

async function mountTemplate(body) {
    Template._records = [{ id: 1, body }];
    await mountView({ type: "form", resModel: "template", resId: 1 });
    await animationFrame();
}

test("a text that dresses nothing is edited as any other", async () => {
    await mountTemplate("<p style='color: red'>words</p>");
    expect(EDITOR).toHaveText("words");
    expect(FRAME).toHaveCount(0);
});

test("no text is edited as any other", async () => {
    await mountTemplate(false);
    expect(EDITOR).toHaveCount(1);
    expect(FRAME).toHaveCount(0);
});

test("a text with styles of its own stands in a frame", async () => {
    await mountTemplate("<style>body {display: none}</style><p>words</p>");
    expect(FRAME).toHaveCount(1);
    expect(EDITOR).toHaveCount(0);
});

test("one with pictures of others is edited once they are asked for", async () => {
    await mountTemplate(`<p>words</p><img src="https://elsewhere.example/a.png">`);
    expect(FRAME).toHaveCount(1);
    expect(EDITOR).toHaveCount(0);
    await contains("button:contains(Show pictures)").click();
    await animationFrame();
    await animationFrame();
    expect(EDITOR).toHaveText("words");
    expect(FRAME).toHaveCount(0);
});
