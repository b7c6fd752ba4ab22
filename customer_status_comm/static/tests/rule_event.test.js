import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Rule extends models.Model {
    _name = "rule";
    event = fields.Selection({
        selection: [
            ["confirmed", "Confirmed"],
            ["paid", "Paid"],
        ],
    });
    is_replaced = fields.Boolean();
    _records = [
        { id: 1, event: "confirmed", is_replaced: true },
        { id: 2, event: "paid", is_replaced: false },
    ];
    _views = { list: `<list><field name="event" widget="customer_status_rule_event"/></list>` };
}
defineMailModels();
defineModels([Rule]);

test("says beside the event that another rule counts, only where one does", async () => {
    await mountView({ type: "list", resModel: "rule" });
    expect(".o_data_row:eq(0)").toHaveText(/Confirmed\s*Replaced/);
    expect(".o_data_row:eq(0) .badge").toHaveAttribute("title", /a rule of its own/);
    expect(".o_data_row:eq(1)").toHaveText("Paid");
    expect(".o_data_row:eq(1) .badge").toHaveCount(0);
});
