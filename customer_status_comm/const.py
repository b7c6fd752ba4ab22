"""Every name of a state, event, step, channel and reason; they stand only here."""

import re
from typing import Final

# Kinds of document a customer waits on; each names the page's address and layout.
KIND_ORDER: Final = "order"
KIND_CUSTOMER: Final = "customer"

# Where a document stands on its way to the customer.
STEP_QUOTATION: Final = "quotation"
STEP_QUOTATION_SENT: Final = "quotation_sent"
#: Ordered in a web shop, and only money is missing: no quotation any more.
STEP_AWAITING_PAYMENT: Final = "awaiting_payment"
STEP_CONFIRMED: Final = "confirmed"
STEP_PARTLY_DELIVERED: Final = "partly_delivered"
STEP_DELIVERED: Final = "delivered"
STEP_CANCELLED: Final = "cancelled"
STEPS: Final = (
    STEP_QUOTATION,
    STEP_QUOTATION_SENT,
    STEP_AWAITING_PAYMENT,
    STEP_CONFIRMED,
    STEP_PARTLY_DELIVERED,
    STEP_DELIVERED,
    STEP_CANCELLED,
)
#: Steps of an offer that its customer has not answered yet, or not paid.
STEPS_OFFERED: Final = frozenset(
    {STEP_QUOTATION, STEP_QUOTATION_SENT, STEP_AWAITING_PAYMENT}
)
#: Steps in which the shop has taken the order and not given it up.
STEPS_ORDERED: Final = frozenset(
    {STEP_CONFIRMED, STEP_PARTLY_DELIVERED, STEP_DELIVERED}
)

#: Odoo's states of an order that its customer knows of; a draft is nobody's business.
STATES_KNOWN: Final = ("sent", "sale", "cancel")

# What invoices and credit notes say, told apart from the way of the goods.
BILLING_NONE: Final = "none"
BILLING_PARTLY_INVOICED: Final = "partly_invoiced"
BILLING_INVOICED: Final = "invoiced"
BILLING_PAID: Final = "paid"
BILLING_CREDITED: Final = "credited"
BILLINGS: Final = (
    BILLING_NONE,
    BILLING_PARTLY_INVOICED,
    BILLING_INVOICED,
    BILLING_PAID,
    BILLING_CREDITED,
)

# Invoices and credit notes among the facts.
INVOICE: Final = "invoice"
CREDIT_NOTE: Final = "credit_note"
INVOICE_OPEN: Final = "open"
INVOICE_PAID: Final = "paid"
INVOICE_CREDITED: Final = "credited"

# Deliveries among the facts.
DELIVERY_SHIPPED: Final = "shipped"
DELIVERY_WAITING: Final = "waiting"
DELIVERY_RETURNED: Final = "returned"

# Events: one difference between two facts that is worth telling.
EVENT_QUOTATION_SENT: Final = "quotation_sent"
EVENT_CONFIRMED: Final = "confirmed"
EVENT_NOTE_PRINTED: Final = "note_printed"
EVENT_PICKED: Final = "picked"
EVENT_PARTLY_DELIVERED: Final = "partly_delivered"
EVENT_DELIVERED: Final = "delivered"
EVENT_RETURNED: Final = "returned"
EVENT_INVOICED: Final = "invoiced"
EVENT_CREDITED: Final = "credited"
EVENT_PAID: Final = "paid"
EVENT_CANCELLED: Final = "cancelled"
EVENT_REOPENED: Final = "reopened"
EVENT_TRACKING: Final = "tracking"
EVENT_RESCHEDULED: Final = "rescheduled"
#: In the order in which one message tells them.
EVENTS: Final = (
    EVENT_QUOTATION_SENT,
    EVENT_REOPENED,
    EVENT_CONFIRMED,
    EVENT_NOTE_PRINTED,
    EVENT_PICKED,
    EVENT_PARTLY_DELIVERED,
    EVENT_DELIVERED,
    EVENT_RETURNED,
    EVENT_TRACKING,
    EVENT_RESCHEDULED,
    EVENT_INVOICED,
    EVENT_PAID,
    EVENT_CREDITED,
    EVENT_CANCELLED,
)

# Why a document was touched; a hint for people, the events come from the facts.
REASON_CREATED: Final = "created"
REASON_STATE: Final = "state"
REASON_CHANGED: Final = "changed"
REASON_INVOICE: Final = "invoice"
REASON_PAYMENT: Final = "payment"
REASON_DELIVERY: Final = "delivery"
#: Another document has changed that its page tells of; nothing of its own is news.
REASON_LINKED: Final = "linked"
#: An import or a program wrote it, not a person at work: its news is held back.
REASON_IMPORTED: Final = "imported"
#: What customers may have brought about themselves, in the web shop or the portal.
REASONS_OWN: Final = frozenset(
    {REASON_CREATED, REASON_STATE, REASON_CHANGED, REASON_INVOICE, REASON_PAYMENT}
)

# Ways to a customer.
EMAIL: Final = "email"
SMS: Final = "sms"
NOTE: Final = "note"
#: A rule's channel: what the customer prefers.
CHANNEL_PREFERENCE: Final = "preference"
CHANNEL_BOTH: Final = "both"

# A rule's circle of customers.
AUDIENCE_ALL: Final = "all"
AUDIENCE_PRIVATE: Final = "private"
AUDIENCE_COMPANY: Final = "company"
AUDIENCE_NONE: Final = "none"

# Where a communication stands.
COMMUNICATION_SCHEDULED: Final = "scheduled"
COMMUNICATION_QUEUED: Final = "queued"
COMMUNICATION_SENT: Final = "sent"
COMMUNICATION_DELIVERED: Final = "delivered"
COMMUNICATION_FAILED: Final = "failed"
COMMUNICATION_CANCELLED: Final = "cancelled"
COMMUNICATION_SAVED: Final = "saved"

# Whom a company lets read its messages, beside their authors and managers.
ACCESS_CUSTOMER: Final = "customer"
ACCESS_DOCUMENT: Final = "document"

#: It has not left yet, and will.
COMMUNICATIONS_WAITING: Final = (COMMUNICATION_SCHEDULED, COMMUNICATION_QUEUED)

# What became of an event.
TOLD: Final = "told"
SILENT: Final = "silent"
#: It waits for somebody to release or discard it.
HELD: Final = "held"

# Why an event was not told, or a message not sent. Words: customer_status_event.py.
WHY_NO_RULE: Final = "no_rule"
WHY_AUDIENCE: Final = "audience"
WHY_OPTED_OUT: Final = "opted_out"
WHY_NO_PARTNER: Final = "no_partner"
WHY_NO_EMAIL: Final = "no_email"
WHY_INVALID_EMAIL: Final = "invalid_email"
WHY_EMAIL_BLACKLISTED: Final = "email_blacklisted"
WHY_NO_PHONE: Final = "no_phone"
WHY_INVALID_PHONE: Final = "invalid_phone"
WHY_UNCLEAR_PHONE: Final = "unclear_phone"
WHY_PHONE_BLACKLISTED: Final = "phone_blacklisted"
WHY_NO_ADDRESS: Final = "no_address"
WHY_BEFORE_START: Final = "before_start"
WHY_ALREADY_TOLD: Final = "already_told"
WHY_NO_TEXT: Final = "no_text"
WHY_IMPORTED: Final = "imported"
WHY_LONG_AGO: Final = "long_ago"
WHY_STOPPED: Final = "stopped"
WHY_DISCARDED: Final = "discarded"
WHY_OUTDATED: Final = "outdated"
WHY_RELATED: Final = "related"

#: Why a message is not even tried.
WHYS_UNREACHABLE: Final = (
    WHY_NO_PARTNER,
    WHY_NO_EMAIL,
    WHY_INVALID_EMAIL,
    WHY_EMAIL_BLACKLISTED,
    WHY_NO_PHONE,
    WHY_INVALID_PHONE,
    WHY_UNCLEAR_PHONE,
    WHY_PHONE_BLACKLISTED,
    WHY_NO_ADDRESS,
)

# Why a message failed on its way. Words: customer_communication_failure.py.
FAILURE_MAIL_SERVER: Final = "mail_server"
FAILURE_MAIL_BUSY: Final = "mail_busy"
FAILURE_MAIL_REFUSED: Final = "mail_refused"
FAILURE_ADDRESS_REFUSED: Final = "address_refused"
FAILURE_INTERRUPTED: Final = "interrupted"
FAILURE_BOUNCED: Final = "bounced"
FAILURE_SPAM: Final = "spam"
FAILURE_SENDER: Final = "sender"
FAILURE_UNSUBSCRIBED: Final = "unsubscribed"
FAILURE_DUPLICATE: Final = "duplicate"
FAILURE_SMS_SERVICE: Final = "sms_service"
FAILURE_SMS_SETUP: Final = "sms_setup"
FAILURE_SMS_CREDIT: Final = "sms_credit"
FAILURE_SMS_COUNTRY: Final = "sms_country"
FAILURE_SMS_NOT_DELIVERED: Final = "sms_not_delivered"
FAILURE_SMS_REJECTED: Final = "sms_rejected"
#: It has not failed yet, and is tried again by itself.
FAILURE_MAIL_WAITS: Final = "mail_waits"
FAILURE_SMS_WAITS: Final = "sms_waits"
#: It was tried for ``RETRY_HOURS``.
FAILURE_MAIL_GIVEN_UP: Final = "mail_given_up"
FAILURE_SMS_GIVEN_UP: Final = "sms_given_up"
#: Of a way that an addon has added.
FAILURE_SERVICE: Final = "service"
FAILURE_STOPPED: Final = "stopped"
FAILURE_UNKNOWN: Final = "unknown"

#: Failures for which the shop's own set-up is to blame, not one customer's address.
FAILURES_OF_SHOP: Final = frozenset(
    {
        FAILURE_MAIL_SERVER,
        FAILURE_MAIL_BUSY,
        FAILURE_MAIL_REFUSED,
        FAILURE_INTERRUPTED,
        FAILURE_SENDER,
        FAILURE_SMS_SERVICE,
        FAILURE_SMS_SETUP,
        FAILURE_SMS_CREDIT,
        FAILURE_UNKNOWN,
        FAILURE_MAIL_GIVEN_UP,
        FAILURE_SMS_GIVEN_UP,
    }
)
#: Failures after which nobody knows whether the message has arrived.
FAILURES_UNCERTAIN: Final = frozenset(
    {FAILURE_INTERRUPTED, FAILURE_SMS_SERVICE, FAILURE_DUPLICATE, FAILURE_UNKNOWN}
)
#: What a message waits for, by its type; likewise for what it is given up.
FAILURES_WAITING: Final = {EMAIL: FAILURE_MAIL_WAITS, SMS: FAILURE_SMS_WAITS}
FAILURES_GIVEN_UP: Final = {EMAIL: FAILURE_MAIL_GIVEN_UP, SMS: FAILURE_SMS_GIVEN_UP}
#: Hours that a message is tried again whose mail server or SMS service is not there.
RETRY_HOURS: Final = 24

# Why a message is not sent again with others. Words: customer_communication_again.py.
SKIPPED_AGAIN: Final = "again"
SKIPPED_NOT_FAILED: Final = "not_failed"
SKIPPED_UNCERTAIN: Final = "uncertain"
SKIPPED_OUTDATED: Final = "outdated"
SKIPPED_UNREACHABLE: Final = "unreachable"
SKIPPED_SENDER: Final = "sender"
SKIPPED_BUSY: Final = "busy"
SKIPPED_STOPPED: Final = "stopped"
#: The most that are sent again in one go.
AGAIN_MOST: Final = 1_000

# How well the work goes on. Words: customer_status_health_words.py.
LEVEL_FINE: Final = "fine"
LEVEL_WARNING: Final = "warning"
LEVEL_ERROR: Final = "error"
#: Worst last.
LEVELS: Final = (LEVEL_FINE, LEVEL_WARNING, LEVEL_ERROR)
HEALTH_COPY: Final = "copy"
HEALTH_SWITCHED_OFF: Final = "switched_off"
HEALTH_WAITING: Final = "waiting"
HEALTH_PUBLISHER: Final = "publisher"
HEALTH_NO_TEXT: Final = "no_text"
HEALTH_PUBLISHED: Final = "published"
HEALTH_UNPUBLISHED: Final = "unpublished"
HEALTH_LATER: Final = "later"
HEALTH_OVERDUE: Final = "overdue"
HEALTH_EMAILS: Final = "emails"
HEALTH_TEXTS: Final = "texts"
HEALTH_EMAILS_WAIT: Final = "emails_wait"
HEALTH_TEXTS_WAIT: Final = "texts_wait"
HEALTH_FAILURE: Final = "failure"
HEALTH_NO_FAILURE: Final = "no_failure"
HEALTH_MAIL_SERVER: Final = "mail_server"
HEALTH_SMS_SERVICE: Final = "sms_service"
HEALTH_SENDER: Final = "sender"
HEALTH_LOG: Final = "log"
HEALTH_DATABASES: Final = "databases"
#: Minutes after which a publisher that does not run is worth an alarm, unless the
#: shop says.
ALARM_MINUTES: Final = 30
#: Minutes after which a message whose time has come is overdue.
OVERDUE_MINUTES: Final = 10
#: Minutes a message may wait in Odoo's queues before somebody should look.
QUEUE_MINUTES: Final = 60
#: So many failures of a way since it last worked are no accident any more.
FAILURES_IN_A_ROW: Final = 5
#: Days that an SMS service may keep a text in hand before it is given up.
SERVICE_DAYS: Final = 7
#: Days of which the failures are listed.
FAILURE_DAYS: Final = 7
#: Days that the runs of the publisher are remembered.
RUN_DAYS: Final = 7

# What a new shop does once. Words: res_config_settings_first_steps.py.
FIRST_SENDER: Final = "sender"
FIRST_RULES: Final = "rules"
FIRST_TEXTS: Final = "texts"
FIRST_TEST: Final = "test"
FIRST_ACTIVE: Final = "active"
FIRST_TOLD: Final = "told"

# Where a link stands.
LINK_LIVE: Final = "live"
LINK_EXPIRED: Final = "expired"
LINK_REVOKED: Final = "revoked"

# Why a shop's own layout is refused. Words: res_company_status_page.py.
LAYOUT_WRONG: Final = "wrong"
LAYOUT_TOO_MUCH: Final = "too_much"
LAYOUT_UNWANTED: Final = "unwanted"
LAYOUT_EMPTY: Final = "empty"

#: What a page may weigh; a customer with many orders sees fewer details.
PAGE_MAX_BYTES: Final = 30_000
#: Base64 characters; a larger logo is left out, so that a page stays under 30 KB.
LOGO_MAX_BASE64: Final = 12_000
#: Of the pages each process keeps in memory once they are laid out.
PAGES_KEPT_BYTES: Final = 16_000_000
#: Days a link to a customer's own page lives; a customer comes to no end.
LINK_DAYS: Final = 365
#: Months that the links of a document live after its end, unless the shop says.
LINK_MONTHS: Final = 6
#: Months that the links of an offer live which says not until when it is valid.
OFFER_MONTHS: Final = 6
#: Days that a link lives which was made for an offer that is no longer valid.
LAST_LOOK_DAYS: Final = 14
#: Months without news after which links to what is not finished end, by default.
QUIET_MONTHS: Final = 12
#: Months that the archive keeps what customers saw, unless the shop says.
RETENTION_MONTHS: Final = 36
#: Months that a new database keeps its messages, unless the shop says.
HISTORY_MONTHS: Final = 36
#: The most that a shop may set: 100 years, ten years, and a year; 0 is for ever.
MOST_MONTHS: Final = 1_200
MOST_DAYS: Final = 3_650
MOST_MINUTES: Final = 525_600
#: Links that people may make to one page within an hour.
LINKS_AN_HOUR: Final = 20
#: Messages a user may write within an hour, and those that may be released, unless the
#: shop says; 0 sets no bound.
HOURLY_LIMIT: Final = 200
RELEASE_LIMIT: Final = 2_000
#: The most that a shop may set for either.
MOST_MESSAGES: Final = 1_000_000
#: Days that a link nobody can open any more is kept, for who wants to know.
DEAD_LINK_DAYS: Final = 30
#: Days after which a file that was uploaded and never sent is deleted.
UPLOAD_DAYS: Final = 2
#: Rows that one round of cleaning up takes on.
GC_BATCH: Final = 1000

#: Newest documents among which one is looked for that a test message can speak of.
TEST_EXAMPLES: Final = 50

#: Records made in one call from which on they count as imported.
IMPORT_SIZE: Final = 50
#: Records that one call of a progress dialog works off.
PROGRESS_BATCH: Final = 20
#: Records that one call over RPC may work off.
CALL_BATCH: Final = 200
#: No record has a higher id: PostgreSQL's integers end here.
MOST_ID: Final = 2**31 - 1
#: Documents that one transaction of the publisher takes on.
PUBLISH_BATCH: Final = 200
#: Seconds of work after which it commits and leaves the rest to the next batch. Odoo
#: ends a process that takes longer than ``limit_time_real``, 120 by default.
PUBLISH_SECONDS: Final = 30
#: Seconds at least for which one is put off over which the server was stopped.
PUT_OFF_SECONDS: Final = 10
#: What it works off before it looks at the clock for the first time, in lines.
PUBLISH_WEIGHT: Final = 2_000
#: Seconds that who presses Stop, say, waits for another who has it in hand.
LOCK_SECONDS: Final = 2
#: Seconds it waits before it tries again what another had in hand at the same moment.
PUBLISH_PAUSES: Final = (0.1, 0.2, 0.5, 1, 2, 5)

# What is read of a text that may come from anybody, in characters; what is more is cut
# off or not looked into, so that no text can keep a server busy.
#: Any text.
TEXT_MAX: Final = 100_000
#: The HTML of a message, pictures within it and all.
HTML_MAX: Final = 300_000
#: What a JSON text or a list of criteria may have.
DATA_MAX: Final = 50_000
#: What a mail server, an SMS service or a template says when something fails.
REASON_MAX: Final = 10_000
#: The e-mail addresses of one customer; more are none.
EMAILS_MAX: Final = 2_000
#: A header of a request.
HEADER_MAX: Final = 2_000
#: A name that is taken apart, and words that are looked for.
NAME_MAX: Final = 200
#: What an error shows of an address that it refuses.
ADDRESS_SHOWN: Final = 150
SEARCH_MAX: Final = 200

#: Status files of a transaction whose documents are remembered until they are attached.
STATUS_FILES_NOTED: Final = 1000
#: The name of a status file, as ``status-S00042.html``.
STATUS_FILE: Final = re.compile(r"status-[\w-]+\.html\Z")
