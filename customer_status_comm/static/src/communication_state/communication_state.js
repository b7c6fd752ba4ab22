import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";
import { _t } from "@web/core/l10n/translation";
import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";

/**
 * Where a communication stands, as a badge; beside it why it failed or is tried again, below it
 * until when it waits.
 */
export class CommunicationState extends BadgeField {
    static template = "customer_status_comm.CommunicationState";

    /** The words behind the badge, or "" when the state says it all. */
    get explanation() {
        const { state, failure_reason, scheduled_at } = this.props.record.data;
        if (state === "scheduled" && scheduled_at) {
            return _t("Scheduled for %s", this.moment);
        }
        return failure_reason || "";
    }

    /** Whether it has not failed yet: its server is away, and it is tried again. */
    get isTriedAgain() {
        const { state, failure_reason } = this.props.record.data;
        return state === "queued" && Boolean(failure_reason);
    }

    /** When it will leave, or "" when it does not wait. */
    get moment() {
        const { state, scheduled_at } = this.props.record.data;
        return state === "scheduled" ? toLocaleDateTimeString(scheduled_at) : "";
    }
}

registry.category("fields").add("customer_communication_state", {
    ...badgeField,
    component: CommunicationState,
    displayName: _t("State of a communication"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: "failure_reason", type: "char" },
        { name: "scheduled_at", type: "datetime" },
    ],
});
