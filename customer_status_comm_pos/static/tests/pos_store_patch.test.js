import { OwlError } from "@odoo/owl";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { assets, AssetsLoadingError } from "@web/core/assets";
import { ConnectionLostError } from "@web/core/network/rpc";

describe.current.tags("headless");
beforeEach(allowTranslations);

/** Return a till's store, of which nothing runs but what Contact needs. */
function makeStore({ load = async () => {}, act = async () => {} } = {}) {
    patchWithCleanup(assets, {
        loadBundle: async (name) => {
            expect.step(name);
            await load();
        },
    });
    patchWithCleanup(console, { warn: () => expect.step("warned") });
    return Object.assign(Object.create(PosStore.prototype), {
        config: { id: 4 },
        action: {
            doActionButton: async ({ name, resModel, resId, context }) => {
                expect.step(`${name} ${resModel} ${resId}, till ${context.default_pos_config_id}`);
                await act();
            },
        },
        notification: { add: (message, { type }) => expect.step(`${type}: ${message}`) },
    });
}

const BUNDLE = "customer_status_comm_pos.assets_panel";
const OPENS = "action_contact res.partner 7, till 4";
const NO_CONNECTION = "danger: You cannot write to customers while there is no connection.";

test("Contact fetches the panel, and opens it for this till", async () => {
    await makeStore().contactPartner({ id: 7 });
    expect.verifySteps([BUNDLE, OPENS]);
});

test("without a connection it says so, and selling goes on", async () => {
    const lost = makeStore({
        act: async () => {
            throw new ConnectionLostError("/web/dataset");
        },
    });
    await lost.contactPartner({ id: 7 });
    expect.verifySteps([BUNDLE, OPENS, "warned", NO_CONNECTION]);
});

test("so it does when the panel cannot be fetched", async () => {
    const lost = makeStore({
        load: async () => {
            throw new AssetsLoadingError("gone");
        },
    });
    await lost.contactPartner({ id: 7 });
    expect.verifySteps([BUNDLE, "warned", NO_CONNECTION]);
});

test("when the server refuses, it says why", async () => {
    const refused = makeStore({
        act: async () => {
            throw Object.assign(new Error("RPC"), { data: { message: "Not yours." } });
        },
    });
    await refused.contactPartner({ id: 7 });
    expect.verifySteps([BUNDLE, OPENS, "warned", "danger: Not yours."]);
});

test("what went wrong within a component is looked through", () => {
    const store = makeStore();
    const inside = new OwlError("wrapped", { cause: new ConnectionLostError("/web") });
    expect(`danger: ${store.getContactFailure(inside)}`).toBe(NO_CONNECTION);
    expect(store.getContactFailure(new Error("x"))).toBe(
        "The panel could not be opened. Try again later.",
    );
});
