import { patch } from "@web/core/utils/patch";
import { CommunicationHistory } from "@customer_status_comm/communication_history/communication_history";

patch(CommunicationHistory.prototype, {
    /** What is opened from the history stays at the point of sale. */
    get viewProps() {
        const config = this.props.record.data.pos_config_id;
        const viewProps = super.viewProps;
        const context = { ...viewProps.context, default_pos_config_id: config && config.id };
        return { ...viewProps, context };
    },
});
