import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The first steps of a shop: what is done and what is not, and a way to each. Folded into one
 * line once all is done.
 *
 * The field's value: a list of ``{ code, done, title, advice, button }`` with one of
 * ``setting``, ``action`` and ``method``; see models/res_config_settings_first_steps.py.
 */
export class FirstSteps extends Component {
    static template = "customer_status_comm.FirstSteps";
    static props = { ...standardFieldProps };

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    get done() {
        return this.steps.filter((step) => step.done).length;
    }

    get isAllDone() {
        return this.done === this.steps.length;
    }

    /** Read out before the words of a step, for those who do not see its tick. */
    getStateWords(step) {
        return step.done ? _t("Done:") : _t("To do:");
    }

    get summary() {
        if (this.isAllDone) {
            return _t("All set: your customers are told how their orders stand.");
        }
        return _t("%(done)s of %(all)s done", { done: this.done, all: this.steps.length });
    }

    /** The next one to take: its button stands out. */
    isNext(step) {
        return step === this.steps.find(({ done }) => !done);
    }

    onClick(step) {
        if (step.setting) {
            this.showSetting(step.setting);
            return;
        }
        const { record } = this.props;
        // As a button of the form does, which asks what is to become of unsaved settings.
        this.env.onClickViewButton({
            clickParams: step.action
                ? { type: "action", name: step.action }
                : { type: "object", name: step.method },
            getResParams: () => ({
                resModel: record.resModel,
                resId: record.resId,
                resIds: record.resIds,
                context: record.context,
                evalContext: record.evalContext,
            }),
        });
    }

    /** Scroll to a setting of this page and put the cursor in. */
    showSetting(id) {
        const setting = document.getElementById(id);
        setting?.scrollIntoView({ block: "center" });
        setting?.querySelector("input, textarea, select")?.focus({ preventScroll: true });
    }
}

registry.category("fields").add("customer_status_first_steps", {
    component: FirstSteps,
    displayName: _t("First steps"),
    supportedTypes: ["json"],
});
