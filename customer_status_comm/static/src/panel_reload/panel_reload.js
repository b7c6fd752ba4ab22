import { registry } from "@web/core/registry";

/**
 * Reload the record behind the button that was pressed, in place: the dialog stays open, on the
 * tab the user is on. (Returning the wizard's own action would jump to the first tab.)
 */
async function reloadPanel(env, action, options) {
    await options.onClose?.();
}

registry.category("actions").add("customer_communication_reload", reloadPanel);
