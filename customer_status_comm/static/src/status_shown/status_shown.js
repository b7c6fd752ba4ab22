import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The customer's page as they see it, within the form. */
export class StatusShown extends Component {
    static template = "customer_status_comm.StatusShown";
    static props = { ...standardWidgetProps };

    get url() {
        return this.props.record.data.preview_url;
    }
}

registry.category("view_widgets").add("customer_status_shown", {
    component: StatusShown,
    fieldDependencies: [{ name: "preview_url", type: "char" }],
});
