import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { useState } from "@odoo/owl";

const UNFOLDED = "o_customer_communication_unfolded";

/**
 * A list of communications whose rows unfold to show their text: a click on the row, or Enter
 * or Space on its chevron.
 */
export class CommunicationListRenderer extends ListRenderer {
    static recordRowTemplate = "customer_status_comm.CommunicationRecordRow";

    setup() {
        super.setup();
        this.unfolded = useState({});
        this.unfoldLabel = _t("Show the text");
        this.foldLabel = _t("Hide the text");
    }

    isUnfolded(record) {
        return Boolean(this.unfolded[record.resId]);
    }

    toggleUnfolded(record) {
        this.unfolded[record.resId] = !this.unfolded[record.resId];
    }

    /** Buttons and checkboxes of the row keep their own clicks. */
    async onCellClicked(record, column, ev, newWindow) {
        if (newWindow || this.props.list.selection.length) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        this.toggleUnfolded(record);
    }

    /** Enter, or Space on a row, folds and unfolds it. */
    onCellKeydownReadOnlyMode(hotkey, cell, group, record) {
        const onButton = document.activeElement.closest("button");
        const other = onButton && !onButton.matches(".o_customer_communication_chevron");
        const isToggle = hotkey === "enter" || (hotkey === "space" && !onButton);
        if (record && isToggle && !other) {
            this.toggleUnfolded(record);
            return true;
        }
        return super.onCellKeydownReadOnlyMode(hotkey, cell, group, record);
    }

    /** The arrows step over what is unfolded. */
    findFocusFutureCell(cell, cellIsInGroupRow, direction) {
        const siblings = { down: "nextElementSibling", up: "previousElementSibling" };
        const next = siblings[direction] && cell.parentElement[siblings[direction]];
        if (next?.classList.contains(UNFOLDED)) {
            cell = next.firstElementChild;
        }
        return super.findFocusFutureCell(cell, cellIsInGroupRow, direction);
    }
}

registry.category("views").add("customer_communication_list", {
    ...listView,
    Renderer: CommunicationListRenderer,
});
