import { animationFrame, describe, expect, mockDate, test } from "@odoo/hoot";
import { defineMailModels, mailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { clickEvent } from "@web/../tests/views/calendar/calendar_test_helpers";

describe.current.tags("desktop");

class Job extends models.Model {
    _name = "job";
    name = fields.Char();
    schedule_date = fields.Datetime();
    partner_id = fields.Many2one({ relation: "res.partner" });
    product_id = fields.Many2one({ relation: "product" });
    _views = {
        calendar: `
            <calendar js_class="customer_status_repair_calendar" date_start="schedule_date"
                      mode="month" quick_create="0">
                <field name="name"/>
                <field name="partner_id"/>
                <field name="product_id"/>
            </calendar>`,
    };

    check_access_rights() {
        return true;
    }
    has_access() {
        return true;
    }
}
class Product extends models.Model {
    _name = "product";
    name = fields.Char();
    _records = [{ id: 3, name: "City bike" }];
}
defineMailModels();
defineModels([Job, Product]);

const WHEN = { name: "WH/RO/1", schedule_date: "2026-11-30 10:00:00" };

async function mountCalendar(...jobs) {
    mockDate("2026-11-30 12:00:00", +0);
    mockService("action", {
        doActionButton: ({ name, resModel, resId }) => expect.step(`${name} ${resModel} ${resId}`),
    });
    const { ResPartner } = mailModels;
    ResPartner._records = [...ResPartner._records, { id: 7, name: "Anna" }];
    Job._records = jobs.map((job, place) => ({ id: place + 1, ...WHEN, ...job }));
    await mountView({ type: "calendar", resModel: "job" });
    await animationFrame();
}

test("a job is known by whose it is and what it is, by its number else", async () => {
    await mountCalendar({ partner_id: 7, product_id: 3 }, { product_id: 3 }, {});
    expect(".fc-event[data-event-id='1'] .o_event_title").toHaveText("Anna · City bike");
    expect(".fc-event[data-event-id='2'] .o_event_title").toHaveText("City bike");
    expect(".fc-event[data-event-id='3'] .o_event_title").toHaveText("WH/RO/1");
    expect(".fc-event.o_customer_status_job").toHaveCount(3);
});

test("its hour stands in no month", async () => {
    await mountCalendar({ partner_id: 7 });
    expect(".fc-event[data-event-id='1'] .fc-time").toHaveCount(0);
});

test("a click on it shows a button to write to its customer", async () => {
    await mountCalendar({ partner_id: 7, product_id: 3 });
    await clickEvent(1);
    await contains(".o_cw_popover .o_customer_status_contact").click();
    expect.verifySteps(["action_contact job 1"]);
    await animationFrame();
    expect(".o_cw_popover").toHaveCount(0);
});

test("a job of nobody has none", async () => {
    await mountCalendar({ product_id: 3 });
    await clickEvent(1);
    expect(".o_cw_popover").toHaveCount(1);
    expect(".o_customer_status_contact").toHaveCount(0);
});
