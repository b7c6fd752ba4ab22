import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PANEL = "customer.communication.panel";
/** Asks for the text field whose cursor is in use: it puts itself in ``detail.field``. */
export const ASK_FOR_CURSOR = "CUSTOMER_COMMUNICATION_ASK_FOR_CURSOR";

/** Whether a text holds ``url`` itself, and not a longer address. */
export function holdsAddress(text, url) {
    return text.split(url).some((after, place) => place > 0 && !/^[\w/-]/.test(after));
}

/**
 * The button that puts the address of the status page into the text: at the cursor once there
 * is one, else above the signature (which the server knows), and only once.
 */
export class StatusLink extends Component {
    static template = "customer_status_comm.StatusLink";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.title = _t(
            "Puts in the address of the status page. It becomes the customer's own link when the message is sent.",
        );
    }

    async onClick() {
        const { record } = this.props;
        const asked = { field: null };
        record.model.bus.trigger(ASK_FOR_CURSOR, asked);
        if (!asked.field) {
            return this.insertAboveSignature();
        }
        const { partner_id, res_model, res_id, template_id } = record.data;
        const link = await this.orm.call(PANEL, "get_status_link", [
            {
                partner_id: partner_id && partner_id.id,
                res_model,
                res_id: res_id && (res_id.resId || res_id),
                template_id: template_id && template_id.id,
            },
        ]);
        if (asked.field.holds((text) => holdsAddress(text, link.url))) {
            this.notification.add(_t("The link is in the text already."), { type: "info" });
        } else {
            await asked.field.insertLink(link);
        }
    }

    async insertAboveSignature() {
        const { record } = this.props;
        if (await record.save()) {
            const action = await this.orm.call(PANEL, "action_insert_status_link", [
                [record.resId],
            ]);
            await this.action.doAction(action, { onClose: () => record.load() });
        }
    }
}

registry.category("view_widgets").add("customer_communication_status_link", {
    component: StatusLink,
});
