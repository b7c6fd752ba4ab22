import { registry } from "@web/core/registry";
import {
    BadgeSelectionField,
    badgeSelectionField,
} from "@web/views/fields/badge_selection/badge_selection_field";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** A choice of badges that the keyboard reaches: Tab to it, arrows from one to the next. */
export class TypeBadges extends BadgeSelectionField {
    static template = "customer_status_comm.TypeBadges";

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    onKeydown(ev) {
        const step = STEPS[ev.key];
        if (!step) {
            return;
        }
        ev.preventDefault();
        const badges = [...ev.currentTarget.querySelectorAll("button")];
        const place = badges.indexOf(ev.target) + step + badges.length;
        const next = place % badges.length;
        badges[next].focus();
        this.onChange(this.options[next][0]);
    }
}

registry.category("fields").add("customer_communication_type", {
    ...badgeSelectionField,
    component: TypeBadges,
    supportedTypes: ["selection"],
});
