import { Component, onMounted, xml } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Puts the cursor into the first thing that is still to be filled in, each time its tab is
 * opened. Where nothing is missing, or on a touch screen, the focus stays where it is.
 */
export class FirstFocus extends Component {
    static template = xml`<t/>`;
    static props = { ...standardWidgetProps, fields: Array };

    setup() {
        onMounted(() => {
            const name = this.props.fields.find((field) => this.isEmpty(field));
            if (name && !hasTouch()) {
                // The fields beside this one are there, but editors still draw themselves.
                setTimeout(() => this.focus(name));
            }
        });
    }

    isEmpty(name) {
        return !String(this.props.record.data[name] || "").trim();
    }

    focus(name) {
        const field = `.o_customer_communication_panel .o_field_widget[name=${name}]`;
        const inner = "input, textarea, [contenteditable=true]";
        document.querySelector(`${field} :is(${inner})`)?.focus();
    }
}

registry.category("view_widgets").add("customer_communication_first_focus", {
    component: FirstFocus,
    extractProps: ({ attrs }) => ({ fields: attrs.fields.split(",") }),
});
