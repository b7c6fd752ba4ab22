import { useState } from "@odoo/owl";
import { HtmlMailField } from "@mail/views/web/fields/html_mail_field/html_mail_field";
import { MessageBody } from "./message_body";
import { inspect } from "./message_html";

/**
 * An editor for texts that others have written. One with styles of its own would dress the
 * whole back office: it is shown in a frame, and edited as HTML. One with pictures of others
 * is shown without them until they are asked for; then it can be edited.
 */
export class GuardedHtmlField extends HtmlMailField {
    static template = "customer_status_comm.GuardedHtmlField";
    static components = { ...HtmlMailField.components, MessageBody };

    setup() {
        super.setup();
        this.guard = useState({ withPictures: false });
    }

    /** What the text held when it came; what one types or pastes oneself is known. */
    get held() {
        if (this.heldKey !== this.wysiwygKey) {
            this.heldKey = this.wysiwygKey;
            this.heldNow = inspect(this.props.record.data[this.props.name]);
        }
        return this.heldNow;
    }

    get isHeldBack() {
        return this.held.styles || (this.held.pictures && !this.guard.withPictures);
    }

    get sandboxedPreview() {
        return super.sandboxedPreview || this.isHeldBack;
    }

    showPictures() {
        if (!this.held.styles) {
            this.guard.withPictures = true;
        }
    }

    onChange() {
        super.onChange();
        this.guard.withPictures = true;
    }

    /** One may have typed styles into the HTML. */
    async toggleCodeView() {
        await this.commitChanges();
        this.heldKey = undefined;
        if (this.isHeldBack) {
            this.editor = undefined; // that of the text before
        }
        return super.toggleCodeView();
    }
}
