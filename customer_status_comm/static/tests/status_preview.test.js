import { advanceTime, animationFrame, beforeEach, describe, expect, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Settings extends models.Model {
    _name = "settings";
    customer_status_show_prices = fields.Boolean();
    customer_status_show_lines = fields.Boolean();
    customer_status_introduction = fields.Char();
    _records = [{ id: 1, customer_status_show_prices: true }];
    _views = {
        form: `
            <form>
                <field name="customer_status_show_prices"/>
                <field name="customer_status_show_lines"/>
                <field name="customer_status_introduction"/>
                <widget name="customer_status_preview"/>
            </form>`,
    };
}
defineMailModels();
defineModels([Settings]);

beforeEach(() => {
    // Hoot looks into every frame, and nobody can look into this one.
    patchWithCleanup(HTMLIFrameElement.prototype, {
        get contentWindow() {
            return window;
        },
    });
});

const FRAME = ".o_customer_status_frame";
const SHOWN = { html: "<p>page</p>", error: false, sample: false };

async function mountPreview(answer = () => SHOWN) {
    onRpc("res.config.settings", "render_status_preview", ({ args }) => {
        const { kind, blocks } = args[0];
        expect.step(`${kind}: ${blocks.join(" ")}`);
        return answer(args[0]);
    });
    await mountView({ type: "form", resModel: "settings", resId: 1 });
    await animationFrame();
}

test("shows the page as the server renders it, in a frame that may do nothing", async () => {
    await mountPreview();
    expect.verifySteps(["order: prices"]);
    expect(`${FRAME} iframe`).toHaveAttribute("srcdoc", "<p>page</p>");
    expect(`${FRAME} iframe`).toHaveAttribute("sandbox", "");
    expect(".alert-danger").toHaveCount(0);
});

test("asks anew a moment after a tick, once for several", async () => {
    await mountPreview();
    expect.verifySteps(["order: prices"]);
    await contains("[name=customer_status_show_lines] input").click();
    await contains("[name=customer_status_show_prices] input").click();
    expect.verifySteps([]);
    await advanceTime(500);
    expect.verifySteps(["order: lines"]);
});

test("shows all orders of a customer when one asks for them", async () => {
    await mountPreview(({ kind }) => ({ ...SHOWN, html: kind }));
    await contains("button:contains(All orders of a customer)").click();
    await advanceTime(500);
    await animationFrame();
    expect.verifySteps(["order: prices", "customer: prices"]);
    expect(`${FRAME} iframe`).toHaveAttribute("srcdoc", "customer");
    expect("button:contains(All orders of a customer)").toHaveAttribute("aria-pressed", "true");
});

test("an answer that comes after a later one is not shown", async () => {
    const slow = new Deferred();
    await mountPreview(({ kind }) => (kind === "order" ? slow : { ...SHOWN, html: kind }));
    await contains("button:contains(All orders of a customer)").click();
    await advanceTime(500);
    await animationFrame();
    slow.resolve({ ...SHOWN, html: "order" });
    await animationFrame();
    expect.verifySteps(["order: prices", "customer: prices"]);
    expect(`${FRAME} iframe`).toHaveAttribute("srcdoc", "customer");
});

test("is as wide as a phone or a computer without asking anybody", async () => {
    await mountPreview();
    expect(FRAME).toHaveClass("o_phone");
    await contains("button:contains(Computer)").click();
    await advanceTime(500);
    expect(FRAME).not.toHaveClass("o_phone");
    expect("button:contains(Computer)").toHaveAttribute("aria-pressed", "true");
    expect.verifySteps(["order: prices"]);
});

test("says what is wrong with a layout, and that an order is invented", async () => {
    await mountPreview(() => ({ ...SHOWN, error: "Line 3: unexpected end", sample: true }));
    expect.verifySteps(["order: prices"]);
    expect("[role=alert]").toHaveText("Line 3: unexpected end");
    expect(".o_customer_status_preview p").toHaveText(/an invented one is shown/);
});
