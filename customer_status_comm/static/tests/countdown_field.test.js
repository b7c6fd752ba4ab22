import { advanceTime, animationFrame, describe, expect, mockDate, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Order extends models.Model {
    _name = "order";
    waiting = fields.Json();
    _views = { form: `<form><field name="waiting" widget="customer_status_countdown"/></form>` };
}
defineMailModels();
defineModels([Order]);

const FIELD = ".o_customer_status_countdown";
const WAITING = { message: "E-mail to Anna", due_at: "2026-11-30 12:12:00", can_send: true };

async function mountOrder(waiting) {
    mockDate("2026-11-30 12:00:00", +0);
    Order._records = [{ id: 1, waiting }];
    await mountView({ type: "form", resModel: "order", resId: 1 });
}

test("counts down by the minute", async () => {
    await mountOrder(WAITING);
    expect(`${FIELD} span`).toHaveText("E-mail to Anna goes out in 12 min");
    await advanceTime(60_000);
    await animationFrame();
    expect(`${FIELD} span`).toHaveText("E-mail to Anna goes out in 11 min");
});

test("counts by the server's clock when the computer's is wrong", async () => {
    await mountOrder({ ...WAITING, due_at: "2026-11-30 15:12:00", now: "2026-11-30 15:00:00" });
    expect(`${FIELD} span`).toHaveText("E-mail to Anna goes out in 12 min");
    await advanceTime(60_000);
    await animationFrame();
    expect(`${FIELD} span`).toHaveText("E-mail to Anna goes out in 11 min");
});

test("says that it goes out now once its time has come", async () => {
    await mountOrder({ ...WAITING, due_at: "2026-11-30 11:59:00" });
    expect(`${FIELD} span`).toHaveText("E-mail to Anna goes out now");
});

test("names the day when it is more than an hour away", async () => {
    await mountOrder({ ...WAITING, due_at: "2026-12-01 09:30:00" });
    expect(`${FIELD} span`).toHaveText(/^E-mail to Anna goes out on .*12.*9:30|12.*09:30/);
});

test("without a date it waits to be published", async () => {
    await mountOrder({ ...WAITING, due_at: false });
    expect(`${FIELD} span`).toHaveText("E-mail to Anna waits to be published");
});

test("shows in red why it could not be sent", async () => {
    await mountOrder({ ...WAITING, failure: "no mail server" });
    expect(`${FIELD} span`).toHaveText("E-mail to Anna could not be sent: no mail server");
    expect(FIELD).toHaveClass("alert-danger");
});

test("shows nothing when nothing waits", async () => {
    await mountOrder(false);
    expect(FIELD).toHaveCount(0);
});

test("who may not send has no button for it", async () => {
    await mountOrder({ ...WAITING, can_send: false });
    expect(`${FIELD} button`).toHaveCount(1);
    expect(`${FIELD} button`).toHaveText("Stop");
});

test("Stop and Send now call their methods, each once", async () => {
    onRpc("order", "action_status_stop", ({ args }) => {
        expect.step(`stop ${args[0]}`);
        return { type: "ir.actions.act_window_close" };
    });
    onRpc("order", "action_status_send_now", ({ args }) => {
        expect.step(`send ${args[0]}`);
        return { type: "ir.actions.act_window_close" };
    });
    await mountOrder(WAITING);
    await contains(`${FIELD} button:contains(Stop)`).click();
    expect.verifySteps(["stop 1"]);
    await contains(`${FIELD} button:contains(Send now)`).click();
    expect.verifySteps(["send 1"]);
});

test("while the server works neither can be pressed", async () => {
    const answer = new Deferred();
    onRpc("order", "action_status_stop", () => answer);
    await mountOrder(WAITING);
    await contains(`${FIELD} button:contains(Stop)`).click();
    expect(`${FIELD} button:disabled`).toHaveCount(2);
    answer.resolve({ type: "ir.actions.act_window_close" });
    await animationFrame();
    await animationFrame();
    expect(`${FIELD} button:disabled`).toHaveCount(0);
});

test("when the server refuses, both can be pressed again", async () => {
    expect.errors(1);
    onRpc("order", "action_status_stop", () => {
        throw makeServerError({ message: "It has left already." });
    });
    await mountOrder(WAITING);
    await contains(`${FIELD} button:contains(Stop)`).click();
    await animationFrame();
    expect.verifyErrors(["RPC_ERROR"]);
    expect(`${FIELD} button:disabled`).toHaveCount(0);
    expect(".modal").toHaveText(/It has left already/);
});
