import { animationFrame, describe, expect, press, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class File extends models.Model {
    _name = "ir.attachment";
    name = fields.Char();
    _records = [{ id: 8, name: "status.html" }];
}
class Communication extends models.Model {
    _name = "communication";
    create_date = fields.Datetime();
    sent_at = fields.Datetime();
    scheduled_at = fields.Datetime();
    next_try_at = fields.Datetime();
    communication_type = fields.Selection({ string: "Type", selection: [["email", "E-mail"]] });
    state = fields.Char();
    subject = fields.Char();
    body = fields.Html();
    recipient = fields.Char();
    failure_reason = fields.Char();
    document_name = fields.Char();
    template_id = fields.Many2one({ relation: "res.partner" });
    attachment_ids = fields.Many2many({ relation: "ir.attachment" });
    _views = {
        list: `
            <list js_class="customer_communication_list">
                <field name="subject"/>
                <field name="recipient"/>
                <field name="create_date" column_invisible="1"/>
                <field name="sent_at" column_invisible="1"/>
                <field name="scheduled_at" column_invisible="1"/>
                <field name="next_try_at" column_invisible="1"/>
                <field name="communication_type" column_invisible="1"/>
                <field name="state" column_invisible="1"/>
                <field name="body" column_invisible="1"/>
                <field name="failure_reason" column_invisible="1"/>
                <field name="document_name" column_invisible="1"/>
                <field name="template_id" column_invisible="1"/>
                <field name="attachment_ids" column_invisible="1" widget="many2many_tags"/>
            </list>`,
    };
}
defineMailModels();
defineModels([Communication, File]);

const FIRST = {
    id: 1,
    subject: "First",
    recipient: "anna@customer.example",
    state: "sent",
    communication_type: "email",
    body: "<p>words</p>",
    create_date: "2026-11-30 10:00:00",
    sent_at: "2026-11-30 10:00:10",
};
const UNFOLDED = ".o_customer_communication_unfolded";
const CHEVRON = ".o_customer_communication_chevron";

async function mountList(...records) {
    Communication._records = records;
    await mountView({ type: "list", resModel: "communication" });
}

test("a click on a row unfolds it, another folds it", async () => {
    await mountList(FIRST, { ...FIRST, id: 2, subject: "Second" });
    expect(UNFOLDED).toHaveCount(0);
    await contains(".o_data_row:eq(0) [name=subject]").click();
    expect(UNFOLDED).toHaveCount(1);
    expect(`.o_data_row:eq(0) ${CHEVRON}`).toHaveAttribute("aria-expanded", "true");
    expect(`.o_data_row:eq(1) ${CHEVRON}`).toHaveAttribute("aria-expanded", "false");
    await contains(".o_data_row:eq(0) [name=subject]").click();
    expect(UNFOLDED).toHaveCount(0);
});

test("so does its chevron, by mouse and by keyboard", async () => {
    await mountList(FIRST);
    await contains(CHEVRON).click();
    expect(UNFOLDED).toHaveCount(1);
    await contains(CHEVRON).focus();
    await press("Enter");
    await animationFrame();
    expect(UNFOLDED).toHaveCount(0);
});

test("above the text stands what there is, and no more", async () => {
    await mountList(FIRST);
    await contains(CHEVRON).click();
    expect(`${UNFOLDED} dt`).toHaveCount(2);
    expect(`${UNFOLDED} dt:eq(0)`).toHaveText("Sent");
    expect(`${UNFOLDED} dt:eq(1)`).toHaveText("To");
    expect(`${UNFOLDED} dd:eq(1)`).toHaveText("anna@customer.example");
    expect(`${UNFOLDED} iframe`).toHaveCount(1);
});

test("what was sent later says when it was written as well", async () => {
    await mountList({ ...FIRST, sent_at: "2026-11-30 12:00:00" });
    await contains(CHEVRON).click();
    expect(`${UNFOLDED} dt:eq(0)`).toHaveText("Written");
    expect(`${UNFOLDED} dt:eq(1)`).toHaveText("Sent");
});

test("what failed says why, in red; what is tried again says when", async () => {
    const failed = { ...FIRST, state: "failed", sent_at: false, failure_reason: "Refused" };
    const again = { ...failed, id: 2, state: "queued", next_try_at: "2026-11-30 11:00:00" };
    await mountList(failed, again);
    await contains(`.o_data_row:eq(0) ${CHEVRON}`).click();
    expect(`${UNFOLDED} p.text-danger`).toHaveText("Refused");
    await contains(`.o_data_row:eq(0) ${CHEVRON}`).click();
    await contains(`.o_data_row:eq(1) ${CHEVRON}`).click();
    expect(`${UNFOLDED} p.text-warning`).toHaveText("Refused");
    expect(`${UNFOLDED} dt:contains(Tried again)`).toHaveCount(1);
});

test("files can be fetched, and the document opened", async () => {
    onRpc("communication", "action_open_document", ({ args }) => {
        expect.step(`document of ${args[0]}`);
        return { type: "ir.actions.act_window_close" };
    });
    mockService("action", { doAction: (action) => expect.step(action.type) });
    await mountList({ ...FIRST, document_name: "S00042", attachment_ids: [8] });
    await contains(CHEVRON).click();
    expect(".o_customer_communication_file").toHaveAttribute(
        "href",
        "/web/content/8?download=true",
    );
    await contains(".o_customer_communication_document:contains(S00042)").click();
    await animationFrame();
    expect.verifySteps(["document of 1", "ir.actions.act_window_close"]);
});

test("an empty list has nothing to unfold", async () => {
    await mountList();
    expect(CHEVRON).toHaveCount(0);
});
