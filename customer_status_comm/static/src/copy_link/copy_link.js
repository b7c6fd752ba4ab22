import { Component, onMounted, useRef } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Shows a link, chosen and ready to be copied by hand, where the clipboard is closed to us. */
export class LinkDialog extends Component {
    static template = "customer_status_comm.LinkDialog";
    static components = { Dialog };
    static props = { url: String, close: Function };

    setup() {
        this.title = _t("Copy the link");
        this.input = useRef("input");
        onMounted(() => this.input.el.select());
    }
}

/** Put a new link into the clipboard and say so; it is shown nowhere else, ever. */
async function copyLink(env, action, options) {
    const { url, message } = action.params;
    try {
        await browser.navigator.clipboard.writeText(url);
        env.services.notification.add(message, { type: "success" });
    } catch {
        // No HTTPS, or the browser forbids it.
        await new Promise((resolve) => {
            env.services.dialog.add(LinkDialog, { url }, { onClose: resolve });
        });
    }
    await options.onClose?.();
}

registry.category("actions").add("customer_status_copy_link", copyLink);
