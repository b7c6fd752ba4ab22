import { loadBundle } from "@web/core/assets";
import { patch } from "@web/core/utils/patch";
import { View } from "@web/views/view";
import { PANEL_BUNDLE } from "../services/pos_store_patch";

patch(View.prototype, {
    /** The customer's own form leads to the panel, its history and the status page, too. */
    async loadView(props) {
        if (/^customer\.(communication|status)\b/.test(props.resModel)) {
            await loadBundle(PANEL_BUNDLE);
        }
        return super.loadView(props);
    },
});
