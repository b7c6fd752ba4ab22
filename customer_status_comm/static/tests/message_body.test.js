import { MessageBody } from "@customer_status_comm/message_body/message_body";
import { animationFrame, describe, expect, queryOne, test, waitUntil } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    mountWithCleanup,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Message extends models.Model {
    _name = "message";
    body = fields.Html();
    _records = [{ id: 1, body: "<p>from the form</p>" }];
    _views = { form: `<form><field name="body" widget="customer_message_body"/></form>` };
}
defineMailModels();
defineModels([Message]);

const PICTURE = `<p>words</p><img src="https://elsewhere.example/a.png">`;

/** Wait for the text in the frame, and return the body of its page. */
async function read() {
    const getBody = () => queryOne("iframe.o_customer_message_frame").contentDocument?.body;
    await waitUntil(() => getBody()?.dataset.filled);
    return getBody();
}

test("the text stands in a frame of its own, in which nothing runs", async () => {
    await mountWithCleanup(MessageBody, { props: { body: "<p>words</p><script>x()</script>" } });
    expect((await read()).textContent).toInclude("words");
    expect((await read()).querySelector("script")).toBe(null);
    expect("iframe").toHaveAttribute(
        "sandbox",
        "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    );
    expect(".o_customer_message_pictures").toHaveCount(0);
});

test("pictures of others are fetched when one asks for them", async () => {
    const props = { body: PICTURE, onShowPictures: () => expect.step("asked") };
    await mountWithCleanup(MessageBody, { props });
    await read();
    expect(".o_customer_message_pictures").toHaveText(/Pictures from outside are not shown/);
    expect("iframe").not.toHaveAttribute("srcdoc", /elsewhere\.example/);
    await contains("button:contains(Show pictures)").click();
    await read();
    expect.verifySteps(["asked"]);
    expect("iframe").toHaveAttribute("srcdoc", /elsewhere\.example/);
    expect(".o_customer_message_pictures").toHaveCount(0);
});

test("no text is an empty frame", async () => {
    await mountWithCleanup(MessageBody, { props: { body: false } });
    expect((await read()).textContent.trim()).toBe("");
});

test("is a field of a form, too", async () => {
    await mountView({ type: "form", resModel: "message", resId: 1 });
    await animationFrame();
    expect((await read()).textContent).toInclude("from the form");
});
