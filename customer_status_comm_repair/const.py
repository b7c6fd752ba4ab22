"""Names that only repairs have; those of all documents stand in the main addon."""

from typing import Final

from odoo.addons.customer_status_comm import const

KIND_REPAIR: Final = "repair"

# Where a repair stands. To reach a step is an event of the same name.
STEP_RECEIVED: Final = "received"
STEP_CONFIRMED: Final = const.STEP_CONFIRMED
STEP_IN_WORK: Final = "in_work"
STEP_READY: Final = "ready"
STEP_HANDED_OVER: Final = "handed_over"
WAY: Final = (
    STEP_RECEIVED,
    STEP_CONFIRMED,
    STEP_IN_WORK,
    STEP_READY,
    STEP_HANDED_OVER,
)
#: From Odoo's states; a job that is done is handed over once that is noted.
STEP_OF_STATE: Final = {
    "draft": STEP_RECEIVED,
    "confirmed": STEP_CONFIRMED,
    "under_repair": STEP_IN_WORK,
    "done": STEP_READY,
    "cancel": const.STEP_CANCELLED,
}

#: The job slip's report.
SLIP: Final = "repair.report_repairorder2"
