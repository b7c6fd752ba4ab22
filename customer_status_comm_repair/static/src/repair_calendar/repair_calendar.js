import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";

/** What a click on a job shows: also a button to write to its customer. */
export class RepairPopover extends CalendarCommonPopover {
    static subTemplates = {
        ...CalendarCommonPopover.subTemplates,
        footer: "customer_status_comm_repair.RepairPopover.footer",
    };

    setup() {
        super.setup();
        this.action = useService("action");
    }

    get hasCustomer() {
        return Boolean(this.props.record.rawRecord.partner_id);
    }

    async onContact() {
        const { close, model, record } = this.props;
        const opened = this.action.doActionButton({
            type: "object",
            name: "action_contact",
            resModel: model.resModel,
            resId: record.id,
        });
        close();
        await opened;
    }
}

/**
 * A job is known by whose it is and what it is; its number stands in the popover. Where room
 * is short, its hour does too: a promise is kept or broken by the day.
 */
export class RepairCalendarModel extends CalendarModel {
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const { partner_id: customer, product_id: product } = rawRecord;
        const words = [customer, product].filter(Boolean).map(([, name]) => name);
        record.title = words.join(" · ") || record.title;
        record.isTimeHidden ||= record.isMonth;
        return record;
    }
}

export class RepairCommonRenderer extends CalendarCommonRenderer {
    static components = { ...CalendarCommonRenderer.components, Popover: RepairPopover };

    eventClassNames(info) {
        return [...super.eventClassNames(info), "o_customer_status_job"];
    }
}

export class RepairCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: RepairCommonRenderer,
        week: RepairCommonRenderer,
        month: RepairCommonRenderer,
    };
}

registry.category("views").add("customer_status_repair_calendar", {
    ...calendarView,
    Model: RepairCalendarModel,
    Renderer: RepairCalendarRenderer,
});
