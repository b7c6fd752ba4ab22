import { Component } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { htmlToTextContentInline } from "@mail/utils/common/format";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The panel's Close button, which asks before it throws typed text away; the cross and the
 * Escape key ask, too.
 */
export class ClosePanel extends Component {
    static template = "customer_status_comm.ClosePanel";
    static props = { ...standardWidgetProps };

    setup() {
        this.dialog = useService("dialog");
        if (this.env.dialogData) {
            // The dialog closes when this is done; a promise that stays open keeps it.
            this.env.dialogData.dismiss = () => this.confirmLeaving();
        }
    }

    /** Whether the user has written something that has not been sent. */
    async hasTyped() {
        const { record } = this.props;
        await record.isDirty(); // has the editors hand over what is in them
        const data = record.data;
        if (data.feedback_type === "success") {
            return false;
        }
        const words = (html) => htmlToTextContentInline(html || "");
        const isText = data.communication_type === "sms";
        const typed = isText ? data.sms_text || "" : words(data.body);
        const written = isText ? data.written_sms_text || "" : words(data.written_body);
        return Boolean(typed.trim()) && typed !== written;
    }

    /** Return a promise that is kept once the panel may be closed. */
    async confirmLeaving() {
        if (await this.hasTyped()) {
            await new Promise((resolve) => {
                this.dialog.add(ConfirmationDialog, {
                    title: _t("Throw the text away?"),
                    body: _t("What you wrote has not been sent."),
                    confirmLabel: _t("Throw away"),
                    cancelLabel: _t("Go on writing"),
                    confirm: resolve,
                    cancel: () => {},
                });
            });
        }
    }

    async onClick() {
        await this.confirmLeaving();
        this.env.dialogData.close();
    }
}

registry.category("view_widgets").add("customer_communication_close", {
    component: ClosePanel,
});
