import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const URL = "https://shop.example/status/abc";
const ACTION = {
    type: "ir.actions.client",
    tag: "customer_status_copy_link",
    params: { url: URL, message: "The link is in the clipboard." },
};

function openClipboard(writeText) {
    patchWithCleanup(browser.navigator.clipboard, { writeText });
}

async function copy() {
    await mountWithCleanup(WebClient);
    const copied = getService("action").doAction(ACTION, {
        onClose: () => expect.step("reloaded"),
    });
    await animationFrame();
    return copied;
}

test("puts the link into the clipboard, says so, and shows it nowhere", async () => {
    openClipboard(async (text) => expect.step(text));
    await copy();
    await animationFrame();
    expect.verifySteps([URL, "reloaded"]);
    expect(".o_notification").toHaveText("The link is in the clipboard.");
    expect(".modal").toHaveCount(0);
});

test("shows the link, chosen, where the clipboard is closed", async () => {
    openClipboard(async () => {
        throw new Error("not allowed");
    });
    copy();
    await contains(".modal #customer_status_link").focus();
    expect(".modal #customer_status_link").toHaveValue(URL);
    const input = document.activeElement;
    expect(input.selectionEnd - input.selectionStart).toBe(URL.length);
    expect(".o_notification").toHaveCount(0);
    expect.verifySteps([]);
    await contains(".modal footer button:contains(Close)").click();
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect.verifySteps(["reloaded"]);
});
