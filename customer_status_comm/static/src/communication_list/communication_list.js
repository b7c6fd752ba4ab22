import { _t } from "@web/core/l10n/translation";
import { toLocaleDateString, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { useService } from "@web/core/utils/hooks";
import { useState } from "@odoo/owl";
import { MessageBody } from "../message_body/message_body";

const UNFOLDED = "o_customer_communication_unfolded";

/** Written and sent within this many milliseconds, it is sent when it was written. */
const AT_ONCE = 60_000;

/**
 * A list of communications whose rows unfold to show their text, and above it what the columns
 * leave out: a click on the row, or Enter or Space on its chevron.
 */
export class CommunicationListRenderer extends ListRenderer {
    static recordRowTemplate = "customer_status_comm.CommunicationRecordRow";
    static components = { ...ListRenderer.components, MessageBody };

    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
        this.unfolded = useState({});
        this.unfoldLabel = _t("Show the text");
        this.foldLabel = _t("Hide the text");
        this.failedLabel = _t("Failed");
    }

    /** A phone has room for what tells the rows apart; the rest is in what unfolds. */
    getActiveColumns() {
        const columns = super.getActiveColumns();
        if (!this.isNarrow) {
            return columns;
        }
        const widths = { create_date: "92px", subject: undefined, state: "84px" };
        return columns
            .filter((column) => column.name in widths)
            .map((column) => ({
                ...column,
                attrs: { ...column.attrs, width: widths[column.name] },
            }));
    }

    /** There is no choice of columns where three are all there is room for. */
    get displayOptionalFields() {
        return !this.isNarrow && super.displayOptionalFields;
    }

    /** Where it is narrow the day is enough to find a row by; the hour unfolds. */
    getFormattedValue(column, record) {
        if (this.isNarrow && column.name === "create_date") {
            return toLocaleDateString(record.data.create_date);
        }
        return super.getFormattedValue(column, record);
    }

    /** The panel on a phone: every row's buttons stand in what unfolds. */
    get isNarrow() {
        return this.env.isSmall && Boolean(this.env.communicationGuard);
    }

    /** The buttons that a column does not show, for ``record``. */
    getNarrowButtons(record) {
        if (!this.isNarrow) {
            return [];
        }
        return this.allColumns
            .flatMap((column) => (column.type === "button_group" ? column.buttons : []))
            .filter((button) => !this.evalInvisible(button.invisible, record));
    }

    isUnfolded(record) {
        return Boolean(this.unfolded[record.resId]);
    }

    toggleUnfolded(record) {
        this.unfolded[record.resId] = !this.unfolded[record.resId];
    }

    /** What stands above the text: ``[{ label, value }]``, only what there is. */
    getDetails(record) {
        const { create_date, sent_at, scheduled_at, next_try_at, recipient, template_id, state } =
            record.data;
        const isLater = sent_at && Math.abs(sent_at - create_date) > AT_ONCE;
        const moment = (date) => date && toLocaleDateTimeString(date);
        const types = Object.fromEntries(record.fields.communication_type.selection);
        return [
            {
                label: record.fields.communication_type.string,
                value: this.isNarrow && types[record.data.communication_type],
            },
            { label: _t("Written"), value: (isLater || !sent_at) && moment(create_date) },
            { label: state === "saved" ? _t("Saved") : _t("Sent"), value: moment(sent_at) },
            { label: _t("Scheduled for"), value: !sent_at && moment(scheduled_at) },
            { label: _t("Tried again"), value: state === "queued" && moment(next_try_at) },
            { label: _t("To"), value: recipient },
            { label: _t("Template"), value: template_id && template_id.display_name },
        ].filter((detail) => detail.value);
    }

    getFiles(record) {
        return record.data.attachment_ids.records.map((file) => ({
            id: file.resId,
            name: file.data.name,
        }));
    }

    /** Open the order or invoice; from the panel beside it, so that no typed text is lost. */
    async openDocument(record) {
        const action = await this.orm.call(record.resModel, "action_open_document", [record.resId]);
        await this.action.doAction(action, { newWindow: Boolean(this.env.inDialog) });
    }

    /** Buttons and checkboxes of the row keep their own clicks. */
    async onCellClicked(record, column, ev, newWindow) {
        if (newWindow || this.props.list.selection.length) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        this.toggleUnfolded(record);
    }

    /** Enter, or Space on a row, folds and unfolds it; on its checkbox Space ticks. */
    onCellKeydownReadOnlyMode(hotkey, cell, group, record) {
        if (hotkey === "space" && cell.matches(".o_list_record_selector")) {
            return false;
        }
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

/** Inside the panel, "Use as new" asks before it takes the place of what is typed there. */
export class CommunicationListController extends ListController {
    async beforeExecuteActionButton(clickParams) {
        const guard = clickParams.name === "action_use_as_new" && this.env.communicationGuard;
        if (guard && !(await guard.mayLeave())) {
            return false;
        }
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("customer_communication_list", {
    ...listView,
    Controller: CommunicationListController,
    Renderer: CommunicationListRenderer,
});
