import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

async function run(tag, params = {}, options = { onClose: () => expect.step("reloaded") }) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag, params }, options);
    await animationFrame();
}

test("reloads what the button stands in, and says nothing", async () => {
    await run("customer_communication_reload");
    expect.verifySteps(["reloaded"]);
    expect(".o_notification").toHaveCount(0);
});

test("says how it went, and reloads", async () => {
    await run("customer_communication_notify", { message: "Sent to Anna.", type: "success" });
    expect.verifySteps(["reloaded"]);
    expect(".o_notification").toHaveText("Sent to Anna.");
    expect(".o_notification_bar").toHaveClass("bg-success");
});

test("says nothing where there is nothing to say", async () => {
    await run("customer_communication_notify");
    expect.verifySteps(["reloaded"]);
    expect(".o_notification").toHaveCount(0);
});

test("is content where there is nothing to reload", async () => {
    await run("customer_communication_reload", {}, {});
    expect(".o_error_dialog").toHaveCount(0);
    expect(".o_notification").toHaveCount(0);
});
