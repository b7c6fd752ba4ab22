import { CommunicationHistory } from "@customer_status_comm/communication_history/communication_history";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";

describe.current.tags("headless");
beforeEach(allowTranslations);

/** Return the context in which a till's history opens what is in it. */
function getContext(pos_config_id) {
    const history = Object.create(CommunicationHistory.prototype);
    history.props = { record: { data: { partner_id: { id: 7 }, pos_config_id } } };
    return history.viewProps.context;
}

test("what is opened from the history stays at the till", () => {
    expect(getContext({ id: 4 }).default_pos_config_id).toBe(4);
    expect(getContext({ id: 4 }).hide_partner).toBe(true);
});

test("elsewhere there is no till", () => {
    expect(getContext(false).default_pos_config_id).toBe(false);
});
