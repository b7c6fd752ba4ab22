import { registry } from "@web/core/registry";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";

/** A rule's event in the list; beside it "Replaced" where another rule counts instead. */
export class RuleEvent extends SelectionField {
    static template = "customer_status_comm.RuleEvent";
}

registry.category("fields").add("customer_status_rule_event", {
    ...selectionField,
    component: RuleEvent,
    fieldDependencies: [{ name: "is_replaced", type: "boolean" }],
});
