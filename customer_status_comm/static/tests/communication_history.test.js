import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Communication extends models.Model {
    _name = "customer.communication";
    subject = fields.Char();
    partner_id = fields.Many2one({ relation: "res.partner" });
    _views = { list: `<list><field name="subject"/></list>`, search: `<search/>` };
}
class Panel extends models.Model {
    _name = "panel";
    partner_id = fields.Many2one({ relation: "res.partner" });
    feedback_type = fields.Char();
    _views = {
        form: `
            <form>
                <field name="partner_id" invisible="1"/>
                <widget name="customer_communication_history"/>
            </form>`,
    };
}
defineMailModels();
defineModels([Communication, Panel]);

const HISTORY = ".o_customer_communication_history";

async function mountHistory(partner_id, answer) {
    onRpc("customer.communication", "web_search_read", ({ kwargs }) => {
        expect.step(JSON.stringify(kwargs.domain));
        return answer;
    });
    Panel._records = [{ id: 1, partner_id }];
    await mountView({ type: "form", resModel: "panel", resId: 1 });
}

test("lists what the customer and its contacts were written", async () => {
    const records = [{ id: 1, subject: "About your order" }];
    await mountHistory(1, { length: 1, records });
    expect.verifySteps([`[["partner_id","child_of",1]]`]);
    expect(`${HISTORY} .o_data_row`).toHaveText("About your order");
    expect(`${HISTORY} .o_list_record_selector`).toHaveCount(0);
    expect(`${HISTORY} .o_list_button_add`).toHaveCount(0);
});

test("says what will stand there while nothing was written", async () => {
    await mountHistory(1, { length: 0, records: [] });
    expect.verifySteps([`[["partner_id","child_of",1]]`]);
    expect(HISTORY).toHaveText(/No messages to show/);
    expect(HISTORY).toHaveText(/it is listed here/);
});

test("without a customer it lists nobody's", async () => {
    await mountHistory(false, { length: 0, records: [] });
    expect.verifySteps([`[["partner_id","child_of",0]]`]);
});
