import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Communication extends models.Model {
    _name = "communication";
    state = fields.Selection({
        selection: [
            ["sent", "Sent"],
            ["queued", "Waiting"],
            ["failed", "Failed"],
            ["scheduled", "Scheduled"],
        ],
    });
    failure_reason = fields.Char();
    scheduled_at = fields.Datetime();
    _views = {
        list: `<list><field name="state" widget="customer_communication_state"/></list>`,
    };
}
defineMailModels();
defineModels([Communication]);

const WHY = ".o_customer_communication_why";
const MOMENT = ".o_customer_communication_moment";

async function mountState(values) {
    Communication._records = [{ id: 1, ...values }];
    await mountView({ type: "list", resModel: "communication" });
}

test("a state that says it all stands alone", async () => {
    await mountState({ state: "sent" });
    expect(".o_data_row .badge").toHaveText("Sent");
    expect(WHY).toHaveCount(0);
    expect(MOMENT).toHaveCount(0);
});

test("what failed says why, to those who do not see the sign as well", async () => {
    await mountState({ state: "failed", failure_reason: "No phone number" });
    expect(WHY).toHaveAttribute("aria-label", "No phone number");
    expect(WHY).toHaveClass("text-danger");
});

test("what is tried again has not failed", async () => {
    await mountState({ state: "queued", failure_reason: "The mail server is away" });
    expect(WHY).toHaveAttribute("aria-label", "The mail server is away");
    expect(WHY).toHaveClass("text-warning");
});

test("what is scheduled says until when it waits, not why it once failed", async () => {
    await mountState({
        state: "scheduled",
        scheduled_at: "2026-12-24 10:00:00",
        failure_reason: "No phone number",
    });
    expect(MOMENT).toHaveText(/24/);
    expect(WHY).toHaveCount(0);
    expect(".o_data_row [title^='Scheduled for']").toHaveCount(1);
});

test("a date of what was sent meanwhile is no moment to wait for", async () => {
    await mountState({ state: "sent", scheduled_at: "2026-12-24 10:00:00" });
    expect(MOMENT).toHaveCount(0);
});
