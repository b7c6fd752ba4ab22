import { Component, onWillDestroy, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const { DateTime } = luxon;

/**
 * "E-mail to … goes out in 12 min · Stop · Send now": what waits to be told about the record.
 * It counts by the server's clock: that of a computer may be hours wrong.
 */
export class CountdownField extends Component {
    static template = "customer_status_comm.CountdownField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        const now = DateTime.now();
        this.state = useState({ now, isBusy: false });
        this.compare(now);
        const clock = setInterval(() => (this.state.now = DateTime.now()), 5000);
        onWillDestroy(() => clearInterval(clock));
    }

    get waiting() {
        return this.props.record.data[this.props.name] || null;
    }

    /** Note how far the server's clock is ahead, if it has said anew what it shows. */
    compare(now) {
        const said = this.waiting?.now;
        if (said && said !== this.said) {
            this.said = said;
            this.lead = deserializeDateTime(said).diff(now);
        }
    }

    /** What the server's clock says. */
    get now() {
        this.compare(DateTime.now());
        return this.lead ? this.state.now.plus(this.lead) : this.state.now;
    }

    get text() {
        const { message, due_at: due, failure } = this.waiting;
        if (failure) {
            return _t("%(message)s could not be sent: %(failure)s", { message, failure });
        }
        if (!due) {
            return _t("%(message)s waits to be published", { message });
        }
        const dueAt = deserializeDateTime(due);
        // The last second of a minute is of the next one: clocks are not that exact.
        const minutes = Math.ceil(dueAt.diff(this.now, "seconds").seconds / 60 - 1 / 60);
        if (minutes < 1) {
            return _t("%(message)s goes out now", { message });
        }
        if (minutes < 60) {
            return _t("%(message)s goes out in %(minutes)s min", { message, minutes });
        }
        const moment = formatDateTime(dueAt, { showSeconds: false });
        return _t("%(message)s goes out on %(moment)s", { message, moment });
    }

    async press(method) {
        this.state.isBusy = true;
        try {
            const { resModel, resId } = this.props.record;
            await this.action.doAction(await this.orm.call(resModel, method, [[resId]]));
        } finally {
            this.state.isBusy = false;
        }
    }

    onStop() {
        return this.press("action_status_stop");
    }

    onSendNow() {
        return this.press("action_status_send_now");
    }
}

registry.category("fields").add("customer_status_countdown", {
    component: CountdownField,
    supportedTypes: ["json"],
});
