import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/**
 * Works records off in batches and shows how far it is. Each batch is a request, and so a
 * transaction, of its own: whoever stops, or loses the connection, loses nothing.
 */
export class ProgressDialog extends Component {
    static template = "customer_status_comm.ProgressDialog";
    static components = { Dialog };
    static props = {
        title: String,
        model: String,
        method: String,
        ids: { type: Array, element: Number },
        size: Number,
        onDone: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ done: 0, isStopping: false });
        // What became of them, in words, as far as the batches say so.
        this.counts = {};
        onMounted(() => this.run());
        onWillUnmount(() => this.stop());
    }

    get total() {
        return this.props.ids.length;
    }

    get percent() {
        return Math.round((100 * this.state.done) / this.total);
    }

    get summary() {
        return _t("%(done)s of %(total)s", { done: this.state.done, total: this.total });
    }

    async run() {
        const { ids, model, method, size } = this.props;
        try {
            while (this.state.done < this.total && !this.state.isStopping) {
                const batch = ids.slice(this.state.done, this.state.done + size);
                const counts = await this.orm.silent.call(model, method, [batch]);
                for (const [words, count] of Object.entries(counts || {})) {
                    this.counts[words] = (this.counts[words] || 0) + count;
                }
                this.state.done += batch.length;
            }
        } finally {
            this.props.onDone(this.state.done, this.counts);
            this.props.close();
        }
    }

    stop() {
        this.state.isStopping = true;
    }
}

/**
 * Say what became of `total` records of which `done` were worked off. What the batches have
 * counted in words of their own is not said to be done.
 */
export function describe(done, total, counts) {
    const counted = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const rest = Math.max(done - counted, 0);
    const parts = Object.entries(counts).map(([words, count]) => `${words}: ${count}`);
    if (rest || !counted) {
        parts.unshift(_t("%(done)s of %(total)s done", { done: rest, total }));
    }
    if (counted && done < total) {
        parts.push(_t("Not begun: %(count)s", { count: total - done }));
    }
    return parts.join(" · ");
}

/** Ask, run the progress dialog, and reload what is shown behind it. */
async function showProgress(env, action) {
    const params = action.params;
    const { action: actions, dialog, notification } = env.services;
    if (!params.ids.length) {
        notification.add(_t("There is nothing to do."), { type: "info" });
        return;
    }
    const onDone = (done, counts) => {
        const { title, fine = [], look_action: lookAction } = params;
        const failed = Object.keys(counts).some((words) => !fine.includes(words));
        const buttons = [];
        if (failed && lookAction) {
            buttons.push({ name: _t("Show why"), onClick: () => actions.doAction(lookAction) });
        }
        const type = failed || done < params.ids.length ? "warning" : "success";
        notification.add(describe(done, params.ids.length, counts), { title, type, buttons });
        actions.doAction("soft_reload");
    };
    if (params.close) {
        // The form that asked for it has nothing more to say.
        await actions.doAction({ type: "ir.actions.act_window_close" });
    }
    const { title, model, method, ids, size } = params;
    dialog.add(ConfirmationDialog, {
        title,
        body: params.question,
        confirmLabel: title,
        confirm: () => dialog.add(ProgressDialog, { title, model, method, ids, size, onDone }),
        cancel: () => {},
    });
}

registry.category("actions").add("customer_status_progress", showProgress);
