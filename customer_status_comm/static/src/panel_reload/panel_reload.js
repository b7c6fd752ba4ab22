import { registry } from "@web/core/registry";

/**
 * Reload the record behind the button that was pressed, in place: the dialog stays open, on the
 * tab the user is on. (Returning the wizard's own action would jump to the first tab.)
 */
async function reloadPanel(env, action, options) {
    await options.onClose?.();
}

/** Say how a row's button went, and reload the list the row stands in. */
async function notifyAndReload(env, action, options) {
    if (action.params?.message) {
        env.services.notification.add(action.params.message, { type: action.params.type });
    }
    await options.onClose?.();
}

registry.category("actions").add("customer_communication_reload", reloadPanel);
registry.category("actions").add("customer_communication_notify", notifyAndReload);
