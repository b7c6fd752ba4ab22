import { onWillDestroy, onWillStart, useEffect, useExternalListener, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { TextField, textField } from "@web/views/fields/text/text_field";
import { ASK_FOR_CURSOR } from "../status_link/status_link";

const PANEL = "customer.communication.panel";

/**
 * The text of an SMS with a true count below it: parts, encoding, and the characters that make
 * it Unicode, with a button that replaces them. The server counts, as it will when sending.
 */
export class SmsTextField extends TextField {
    static template = "customer_status_comm.SmsTextField";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.count = useState({ parts: 0, units: 0, left: 160, encoding: "gsm7", offenders: [] });
        this.asked = 0;
        this.countLater = useDebounced(() => this.refreshCount(), 250);
        onWillStart(() => this.refreshCount());
        onWillDestroy(() => this.asked++);
        useEffect(
            () => {
                this.refreshCount();
            },
            () => [this.props.record.data[this.props.name]],
        );
        // Whether the text has a cursor that the user has set.
        this.isUsed = false;
        const note = (ev) => {
            this.isUsed ||= Boolean(ev.target) && ev.target === this.textareaRef.el;
        };
        useExternalListener(document, "pointerdown", note, { capture: true });
        useExternalListener(document, "keydown", note, { capture: true });
        useBus(this.props.record.model.bus, ASK_FOR_CURSOR, ({ detail }) => {
            if (this.isUsed && this.textareaRef.el) {
                detail.field = this;
            }
        });
    }

    holds(isAddress) {
        return isAddress(this.text);
    }

    /** Put the address in at the cursor, apart from the words around it. */
    async insertLink({ url }) {
        const el = this.textareaRef.el;
        const { selectionStart: start, selectionEnd: end, value } = el;
        const before = /\S$/.test(value.slice(0, start)) ? " " : "";
        const after = /^\S/.test(value.slice(end)) ? " " : "";
        el.setRangeText(before + url + after, start, end, "end");
        const place = el.selectionStart - after.length;
        await this.props.record.update({ [this.props.name]: el.value });
        el.focus();
        el.setSelectionRange(place, place);
    }

    get text() {
        return this.textareaRef.el ? this.textareaRef.el.value : this.value;
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    async refreshCount() {
        const asked = ++this.asked;
        const count = await this.orm.silent.call(PANEL, "get_sms_count", [this.text]);
        if (asked === this.asked) {
            Object.assign(this.count, count);
        }
    }

    /** Replace what can be replaced; the cursor stays behind the same words. */
    async onReplace() {
        const el = this.textareaRef.el;
        const before = this.text.slice(0, el.selectionEnd);
        const replace = (text) => this.orm.call(PANEL, "replace_sms_unicode", [text]);
        const [text, start] = await Promise.all([replace(this.text), replace(before)]);
        await this.props.record.update({ [this.props.name]: text });
        el.value = text; // as the field will write it, which would move the cursor
        el.focus(); // the button is gone
        el.setSelectionRange(start.length, start.length);
    }

    get summary() {
        const { parts, units, left, encoding } = this.count;
        const name = encoding === "gsm7" ? _t("standard characters") : _t("Unicode");
        if (!parts) {
            return _t("No text yet");
        }
        return _t("%(parts)s SMS · %(units)s characters, %(left)s left · %(encoding)s", {
            parts,
            units,
            left,
            encoding: name,
        });
    }

    get canReplace() {
        return this.count.offenders.some(([_char, replacement]) => replacement !== null);
    }

    get offenders() {
        return this.count.offenders.map(([char]) => char).join("  ");
    }

    /** What remains when all is replaced that can be: emoji, other alphabets. */
    get irreplaceable() {
        return this.count.offenders
            .filter(([_char, replacement]) => replacement === null)
            .map(([char]) => char)
            .join("  ");
    }
}

registry.category("fields").add("customer_sms_text", {
    ...textField,
    component: SmsTextField,
});
