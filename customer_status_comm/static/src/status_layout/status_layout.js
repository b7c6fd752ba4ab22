import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { AceField, aceField } from "@web/views/fields/ace/ace_field";

/** The editor of a shop's own layout; it opens once there is one. */
export class StatusLayoutField extends AceField {
    static template = "customer_status_comm.StatusLayoutField";

    setup() {
        super.setup();
        this.orm = useService("orm");
    }

    get text() {
        return this.props.record.data[this.props.name];
    }

    async onStart() {
        const text = await this.orm.call("res.config.settings", "get_standard_layout");
        await this.props.record.update({ [this.props.name]: text });
    }

    async onRemove() {
        this.isDirty = false;
        await this.props.record.update({ [this.props.name]: false });
    }
}

registry.category("fields").add("customer_status_layout", {
    ...aceField,
    component: StatusLayoutField,
    displayName: _t("Layout of status pages"),
    supportedTypes: ["text"],
});
