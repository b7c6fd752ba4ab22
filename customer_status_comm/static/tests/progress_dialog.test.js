import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const PARAMS = {
    title: "Send again",
    question: "Send 5 messages again?",
    model: "customer.communication",
    method: "send_again",
    ids: [1, 2, 3, 4, 5],
    size: 2,
};

async function ask(params = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "customer_status_progress",
        params: { ...PARAMS, ...params },
    });
    await animationFrame();
}

async function settle() {
    for (let turn = 0; turn < 6; turn++) {
        await animationFrame();
    }
}

function answer(with_) {
    onRpc("customer.communication", "send_again", ({ args }) => {
        expect.step(args[0].join(" "));
        return with_(args[0]);
    });
}

test("asks first, and does nothing when one thinks better of it", async () => {
    answer(() => ({}));
    await ask();
    expect(".modal").toHaveText(/Send 5 messages again\?/);
    await contains(".modal footer button:contains(Cancel)").click();
    await settle();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([]);
});

test("works off batch by batch, and says what became of them", async () => {
    answer((ids) => ({ Sent: ids.length - 1, Failed: 1 }));
    await ask();
    await contains(".modal footer button:contains(Send again)").click();
    await settle();
    expect.verifySteps(["1 2", "3 4", "5"]);
    expect(".modal").toHaveCount(0);
    expect(".o_notification").toHaveText(/Send again\. Sent: 2 · Failed: 3/);
    expect(".o_notification_bar").toHaveClass("bg-warning");
});

test("shows how far it is, and stops after the batch in hand", async () => {
    const batch = new Deferred();
    answer(() => batch);
    await ask();
    await contains(".modal footer button:contains(Send again)").click();
    await animationFrame();
    expect(".modal [role=status]").toHaveText("0 of 5");
    expect(".modal [role=progressbar]").toHaveAttribute("aria-valuenow", "0");
    await contains(".modal footer button:contains(Stop)").click();
    expect(".modal footer button:contains(Stop)").toHaveAttribute("disabled");
    batch.resolve({});
    await settle();
    expect.verifySteps(["1 2"]);
    expect(".modal").toHaveCount(0);
    expect(".o_notification").toHaveText(/2 of 5 done/);
    expect(".o_notification_bar").toHaveClass("bg-warning");
});

test("when the server refuses a batch, it ends and says how far it came", async () => {
    expect.errors(1);
    answer((ids) => {
        if (ids.includes(3)) {
            throw makeServerError({ message: "No room on the disk" });
        }
        return {};
    });
    await ask();
    await contains(".modal footer button:contains(Send again)").click();
    await settle();
    expect.verifySteps(["1 2", "3 4"]);
    expect.verifyErrors(["RPC_ERROR"]);
    expect(".o_notification").toHaveText(/2 of 5 done/);
});

test("says so where there is nothing to do", async () => {
    await ask({ ids: [] });
    expect(".modal").toHaveCount(0);
    expect(".o_notification").toHaveText("There is nothing to do.");
});
