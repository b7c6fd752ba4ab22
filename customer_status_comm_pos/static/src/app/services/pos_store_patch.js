import { OwlError } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { AssetsLoadingError, loadBundle } from "@web/core/assets";
import { ConnectionLostError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";

/** What the panel needs and the point of sale has not. */
const PANEL_BUNDLE = "customer_status_comm_pos.assets_panel";

patch(PosStore.prototype, {
    /** Tell the customer's form that it stands at a till, see its view. */
    editPartnerContext() {
        return { ...super.editPartnerContext(...arguments), default_pos_config_id: this.config.id };
    },

    /** Open the communication panel. Should it fail, a notification says why; selling goes on. */
    async contactPartner(partner) {
        try {
            await loadBundle(PANEL_BUNDLE);
            await this.action.doActionButton({
                type: "object",
                name: "action_contact",
                resModel: "res.partner",
                resId: partner.id,
                context: { ...user.context, default_pos_config_id: this.config.id },
            });
        } catch (error) {
            console.warn("Contact could not be opened", error);
            this.notification.add(this.getContactFailure(error), { type: "danger" });
        }
    },

    /** Return why the panel does not open, in words for whoever stands at the till. */
    getContactFailure(error) {
        const reason = error instanceof OwlError ? error.cause : error;
        if (reason instanceof ConnectionLostError || reason instanceof AssetsLoadingError) {
            return _t("You cannot write to customers while there is no connection.");
        }
        return reason?.data?.message || _t("The panel could not be opened. Try again later.");
    },
});
