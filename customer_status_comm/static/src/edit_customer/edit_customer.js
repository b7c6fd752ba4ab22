import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** A button that opens the panel's customer over the panel, to put missing data right. */
export class EditCustomer extends Component {
    static template = "customer_status_comm.EditCustomer";
    static props = { ...standardWidgetProps };

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({ mayEdit: false });
        onWillStart(async () => {
            this.state.mayEdit = await user.checkAccessRight("res.partner", "write");
        });
    }

    onClick() {
        const { record } = this.props;
        const partner = record.data.partner_id;
        this.dialog.add(FormViewDialog, {
            resModel: "res.partner",
            resId: partner.id,
            preventCreate: true,
            title: _t("Edit customer"),
            onRecordSaved: async () => {
                if (record.resId) {
                    await record.save();
                    await record.load();
                } else {
                    // Taking the customer away and back reads what has changed.
                    await record.update({ partner_id: false });
                    await record.update({ partner_id: { ...partner } });
                }
            },
        });
    }
}

registry.category("view_widgets").add("customer_communication_edit_customer", {
    component: EditCustomer,
});
