import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { defineMailModels, mailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

describe.current.tags("desktop");

class Panel extends models.Model {
    _name = "panel";
    partner_id = fields.Many2one({ relation: "res.partner" });
    name = fields.Char();
    _records = [{ id: 1, name: "typed", partner_id: 7 }];
    _views = {
        form: `
            <form>
                <field name="partner_id"/>
                <field name="name"/>
                <widget name="customer_communication_edit_customer"/>
            </form>`,
    };
}
defineMailModels();
defineModels([Panel]);

const BUTTON = "button:contains(Edit customer)";

async function mountPanel(mayEdit) {
    patchWithCleanup(user, {
        checkAccessRight: async (model, operation) => {
            expect.step(`${operation} ${model}`);
            return mayEdit;
        },
    });
    patchWithCleanup(FormViewDialog.prototype, {
        setup() {
            super.setup();
            const { resModel, resId: id, title, preventCreate } = this.props;
            expect.step(`${title}: ${resModel} ${id}, new: ${!preventCreate}`);
            Panel.saved = this.props.onRecordSaved;
        },
    });
    const { ResPartner } = mailModels;
    ResPartner._records = [...ResPartner._records, { id: 7, name: "Anna" }];
    ResPartner._views.form = `<form><field name="name"/></form>`;
    return mountView({ type: "form", resModel: "panel", resId: 1 });
}

test("who may not write to customers has no button", async () => {
    await mountPanel(false);
    expect.verifySteps(["write res.partner"]);
    expect(BUTTON).toHaveCount(0);
});

test("opens the customer, and reads the panel anew once they are saved", async () => {
    await mountPanel(true);
    await contains(BUTTON).click();
    expect.verifySteps(["write res.partner", "Edit customer: res.partner 7, new: false"]);
    expect(".modal [name=name] input").toHaveValue("Anna");
    onRpc("panel", "web_read", () => expect.step("read"));
    await Panel.saved();
    await animationFrame();
    expect.verifySteps(["read"]);
});
