import { LeavingGuard } from "@customer_status_comm/close_panel/close_panel";
import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, getService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

/** Return a guard of a panel that opened with ``opened`` and holds ``data`` now. */
async function makeGuard(data, { opened = {}, resId = false } = {}) {
    await mountWithCleanup(WebClient);
    const root = { resId, data: opened, isDirty: async () => expect.step("handed over") };
    const guard = new LeavingGuard({ root }, getService("dialog"));
    root.data = { communication_type: "email", ...data };
    return guard;
}

test("an empty panel may be left, once its editors have handed over what they hold", async () => {
    const guard = await makeGuard({ body: "<p><br></p>" });
    expect(await guard.mayLeave()).toBe(true);
    expect.verifySteps(["handed over"]);
    expect(".modal").toHaveCount(0);
});

test("what the server wrote, or stood there from the beginning, was not typed", async () => {
    const body = "<p>Dear Anna</p>";
    expect(await (await makeGuard({ body, written_body: "<p>Dear  Anna</p>" })).hasTyped()).toBe(
        false,
    );
    expect(await (await makeGuard({ body }, { opened: { body } })).hasTyped()).toBe(false);
    expect.verifySteps(["handed over", "handed over"]);
});

test("a message that was opened again counts as typed from its first word", async () => {
    const body = "<p>Dear Anna</p>";
    const guard = await makeGuard({ body }, { opened: { body }, resId: 5 });
    expect(await guard.hasTyped()).toBe(true);
    expect.verifySteps(["handed over"]);
});

test("what is typed counts, of the type that is chosen", async () => {
    const data = { body: "<p>typed</p>", sms_text: " " };
    expect(await (await makeGuard(data)).hasTyped()).toBe(true);
    expect(await (await makeGuard({ ...data, communication_type: "sms" })).hasTyped()).toBe(false);
    const sms = { communication_type: "sms", sms_text: "typed" };
    expect(await (await makeGuard(sms)).hasTyped()).toBe(true);
    expect.verifySteps(["handed over", "handed over", "handed over"]);
});

test("what was sent may be left", async () => {
    const guard = await makeGuard({ body: "<p>typed</p>", feedback_type: "success" });
    expect(await guard.mayLeave()).toBe(true);
    expect.verifySteps(["handed over"]);
});

for (const [button, leaves] of [
    ["Throw away", true],
    ["Go on writing", false],
]) {
    test(`asks before typed text is lost: ${button}`, async () => {
        const guard = await makeGuard({ body: "<p>typed</p>" });
        const answer = guard.mayLeave();
        await animationFrame();
        expect(".modal").toHaveText(/What you wrote has not been sent/);
        await contains(`.modal footer button:contains(${button})`).click();
        expect(await answer).toBe(leaves);
        expect.verifySteps(["handed over"]);
    });
}

test("closing the question is no", async () => {
    const guard = await makeGuard({ body: "<p>typed</p>" });
    const answer = guard.mayLeave();
    await contains(".modal .btn-close").click();
    expect(await answer).toBe(false);
    expect.verifySteps(["handed over"]);
});
