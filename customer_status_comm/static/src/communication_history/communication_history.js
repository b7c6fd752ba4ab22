import { Component, markup, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { View } from "@web/views/view";
import { getLeavingGuard } from "../close_panel/close_panel";

/**
 * The communications of the panel's customer and its contacts: a searchable list inside the
 * form. Mounted when its tab is opened, so it always shows what was just sent.
 */
export class CommunicationHistory extends Component {
    static template = "customer_status_comm.CommunicationHistory";
    static components = { View };
    static props = { ...standardWidgetProps };

    setup() {
        // Who opens the tab stays on it: the search box would keep the Tab key.
        useSubEnv({
            config: { ...this.env.config, disableSearchBarAutofocus: true },
            // A row's button may open another panel in place of this one.
            communicationGuard: getLeavingGuard(this.props.record, useService("dialog")),
        });
    }

    /** What stands there while nothing was written, or when a search finds nothing. */
    get noContentHelp() {
        const title = _t("No messages to show");
        const words = _t(
            "Write an e-mail, an SMS or a note under Compose & Send/Save; it is listed here.",
        );
        return markup`<p class="o_view_nocontent_smiling_face">${title}</p><p>${words}</p>`;
    }

    get viewProps() {
        const partner = this.props.record.data.partner_id;
        return {
            type: "list",
            resModel: "customer.communication",
            views: [
                [false, "list"],
                [false, "search"],
            ],
            searchViewId: false,
            loadIrFilters: true,
            display: { searchPanel: false },
            domain: [["partner_id", "child_of", partner ? partner.id : 0]],
            context: { create: false, hide_partner: true },
            noBreadcrumbs: true,
            noContentHelp: this.noContentHelp,
            showButtons: false,
            readonly: true,
            allowSelectors: false,
            allowOpenAction: false,
        };
    }
}

registry.category("view_widgets").add("customer_communication_history", {
    component: CommunicationHistory,
});
