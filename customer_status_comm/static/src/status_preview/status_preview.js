import { Component, onWillDestroy, useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const BLOCK = "customer_status_show_";
const DELAY = 400;

/**
 * The customer's page with the settings as they stand in the form, saved or not. The server
 * renders it; the frame's sandbox lets it do nothing but be looked at.
 */
export class StatusPreview extends Component {
    static template = "customer_status_comm.StatusPreview";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            html: "",
            error: false,
            sample: false,
            kind: "order",
            phone: true,
        });
        this.asked = 0;
        this.refreshLater = useDebounced(() => this.refresh(), DELAY);
        onWillDestroy(() => this.asked++);
        let first = true;
        useEffect(
            () => {
                if (first) {
                    first = false;
                    this.refresh();
                } else {
                    this.refreshLater();
                }
            },
            () => [JSON.stringify(this.values)],
        );
    }

    get values() {
        const data = this.props.record.data;
        return {
            blocks: Object.keys(data)
                .filter((name) => name.startsWith(BLOCK) && data[name])
                .map((name) => name.slice(BLOCK.length)),
            introduction: data.customer_status_introduction || "",
            months: data.customer_status_months || 0,
            layout: data.customer_status_layout || "",
            kind: this.state.kind,
        };
    }

    async refresh() {
        const asked = ++this.asked;
        const shown = await this.orm.silent.call("res.config.settings", "render_status_preview", [
            this.values,
        ]);
        if (asked === this.asked) {
            Object.assign(this.state, shown);
        }
    }
}

registry.category("view_widgets").add("customer_status_preview", {
    component: StatusPreview,
});
