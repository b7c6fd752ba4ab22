import { useBus } from "@web/core/utils/hooks";
import { useExternalListener } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { htmlMailField } from "@mail/views/web/fields/html_mail_field/html_mail_field";
import { GuardedHtmlField } from "../message_body/guarded_html_field";
import { ASK_FOR_CURSOR } from "../status_link/status_link";

/** The panel's rich editor: it knows whether it was used, and takes a link at its cursor. */
export class BodyField extends GuardedHtmlField {
    setup() {
        super.setup();
        this.isUsed = false;
        const note = (ev) => {
            this.isUsed ||= Boolean(this.editor?.editable?.contains(ev.target));
        };
        useExternalListener(document, "pointerdown", note, { capture: true });
        useExternalListener(document, "keydown", note, { capture: true });
        useBus(this.props.record.model.bus, ASK_FOR_CURSOR, ({ detail }) => {
            if (this.isUsed && this.editor && !this.displayReadonly) {
                detail.field = this;
            }
        });
    }

    /** A text that was put in anew has no cursor yet. */
    onEditorLoad(editor) {
        super.onEditorLoad(editor);
        this.isUsed = false;
    }

    holds(isAddress) {
        return isAddress(this.editor.editable.innerHTML);
    }

    async insertLink({ url, label }) {
        const { selection, dom, history } = this.editor.shared;
        const link = document.createElement("a");
        link.href = url;
        link.textContent = label;
        const { startContainer, startOffset } = selection.getEditableSelection();
        const isInText = startContainer.nodeType === Node.TEXT_NODE;
        const text = isInText ? startContainer.textContent : "";
        const content = document.createDocumentFragment();
        if (/\S$/.test(text.slice(0, startOffset))) {
            content.append(" ");
        }
        content.append(link);
        if (!/^\s/.test(text.slice(startOffset))) {
            content.append("\u00a0"); // one writes on after the link, not in it
        }
        selection.focusEditable();
        dom.insert(content);
        history.addStep();
        await this.commitChanges();
    }
}

registry.category("fields").add("customer_communication_body", {
    ...htmlMailField,
    component: BodyField,
});
