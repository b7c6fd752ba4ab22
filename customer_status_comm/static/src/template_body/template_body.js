import { useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { htmlMailField } from "@mail/views/web/fields/html_mail_field/html_mail_field";
import { GuardedHtmlField } from "../message_body/guarded_html_field";

/**
 * Return what stands for a placeholder while one edits the text, by CSS variable.
 *
 * @param {String|false} model what the template speaks of
 */
function getWords(model) {
    const isCustomer = !model || model === "res.partner";
    return {
        "--o-customer-word-name": isCustomer ? _t("Name") : _t("Number"),
        "--o-customer-word-headline": _t("How it stands"),
        "--o-customer-word-news": _t("What is new"),
        "--o-customer-word-expected": _t("Expected day"),
        "--o-customer-word-button": _t("Button to the status page"),
        "--o-customer-word-url": _t("Status page"),
    };
}

/** A template's text: its placeholders in words, which are no part of what is sent. */
export class TemplateBody extends GuardedHtmlField {
    setup() {
        super.setup();
        const { style } = document.documentElement;
        useEffect(
            (model) => {
                const words = Object.entries(getWords(model));
                for (const [name, word] of words) {
                    style.setProperty(name, JSON.stringify(word.toString()));
                }
                return () => words.forEach(([name]) => style.removeProperty(name));
            },
            () => [this.props.record.data.communication_model],
        );
    }
}

registry.category("fields").add("customer_template_body", {
    ...htmlMailField,
    component: TemplateBody,
});
