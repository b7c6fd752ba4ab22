import { Component, onMounted, toRaw } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { getText } from "../message_body/message_html";

/** What is written in the panel, as words: ``{ body, sms }``. */
function getWords({ data }) {
    return {
        body: getText(data.body),
        sms: (data.sms_text || "").trim(),
    };
}

/**
 * Knows whether leaving the panel would throw away what the user typed, and asks first.
 * What stood there when the panel opened (a message used as new) was not typed.
 */
export class LeavingGuard {
    constructor(model, dialog) {
        this.model = model;
        this.dialog = dialog;
        this.opened = this.record.resId ? { body: "", sms: "" } : getWords(this.record);
    }

    /** The panel as it is now: every reload makes a new record of it. */
    get record() {
        return this.model.root;
    }

    /** Whether the user has written something that has not been sent. */
    async hasTyped() {
        await this.record.isDirty(); // has the editors hand over what is in them
        const { data } = this.record;
        if (data.feedback_type === "success") {
            return false;
        }
        const { body, sms } = getWords(this.record);
        const isText = data.communication_type === "sms";
        const typed = isText ? sms : body;
        const written = isText ? (data.written_sms_text || "").trim() : getText(data.written_body);
        const opened = isText ? this.opened.sms : this.opened.body;
        return Boolean(typed) && typed !== written && typed !== opened;
    }

    /** Return whether the panel may be left, having asked if there is typed text. */
    async mayLeave() {
        if (!(await this.hasTyped())) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialog.add(
                LeavingDialog,
                {
                    title: _t("Throw the text away?"),
                    body: _t("What you wrote has not been sent."),
                    confirmLabel: _t("Throw away"),
                    cancelLabel: _t("Go on writing"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) },
            );
        });
    }
}

/** The question itself; Enter alone throws nothing away. */
class LeavingDialog extends ConfirmationDialog {
    setup() {
        super.setup();
        onMounted(() => {
            // The dialog puts the focus on its first button once it is there.
            setTimeout(() => this.modalRef.el?.querySelector(".btn-secondary")?.focus());
        });
    }
}

/** One guard for each open panel, shared by all that may leave it. */
const guards = new WeakMap();

export function getLeavingGuard(record, dialog) {
    const panel = toRaw(record.model); // each component has a proxy of its own
    if (!guards.has(panel)) {
        guards.set(panel, new LeavingGuard(record.model, dialog));
    }
    return guards.get(panel);
}

/**
 * The panel's Close button, which asks before it throws typed text away; the cross and the
 * Escape key ask, too.
 */
export class ClosePanel extends Component {
    static template = "customer_status_comm.ClosePanel";
    static props = { ...standardWidgetProps };

    setup() {
        this.guard = getLeavingGuard(this.props.record, useService("dialog"));
        if (this.env.dialogData) {
            // The dialog closes when this is done; a promise that stays open keeps it.
            this.env.dialogData.dismiss = async () => {
                if (!(await this.guard.mayLeave())) {
                    await new Promise(() => {});
                }
            };
        }
    }

    async onClick() {
        if (await this.guard.mayLeave()) {
            this.env.dialogData.close();
        }
    }
}

registry.category("view_widgets").add("customer_communication_close", {
    component: ClosePanel,
});
