from .communication import (
    test_bounds,
    test_bounds_released,
    test_files_follow_documents,
    test_files_of_others,
    test_forged,
    test_headers,
    test_history,
    test_history_access,
    test_history_companies,
    test_history_failures,
    test_history_files,
    test_history_scale,
    test_history_upgrade,
    test_mail_waits,
    test_moved_contact,
    test_phone,
    test_queues,
    test_refused_addresses,
    test_resend_many,
    test_scheduled,
    test_shown_texts,
    test_sms_waits,
    test_stopped,
    test_templates,
)
from .documents import (
    test_contract,
    test_deleted,
    test_other_customers,
    test_passed_on,
    test_passed_on_chatter,
    test_truth,
    test_truth_batch,
)
from .health import (
    test_health,
    test_health_later,
    test_health_log,
    test_health_server,
)
from .links import (
    test_kept_links,
    test_link_ends,
    test_link_strangers,
    test_link_writers,
    test_links,
    test_links_in_hand,
)
from .page import (
    test_archive,
    test_page_form,
    test_page_kept,
    test_page_settings,
    test_portal,
    test_portal_status,
    test_status_file,
    test_status_files_follow,
    test_status_page,
)
from .panel import (
    test_callers_defaults,
    test_panel,
    test_panel_again,
    test_panel_carry,
    test_panel_feedback,
    test_panel_form,
    test_panel_greeting,
    test_panel_texts,
    test_panel_values,
)
from .publishing import (
    test_companies_apart,
    test_dry_run,
    test_empty_templates,
    test_held,
    test_in_time,
    test_languages,
    test_outbox,
    test_own_doing,
    test_publish,
    test_race,
    test_race_stop,
    test_rule_templates,
    test_rules,
    test_status_templates,
    test_test_messages,
    test_unpublished,
    test_waiting,
)
from .retention import (
    test_customer_life,
    test_erased_notifications,
    test_neutralize,
    test_retention,
)
from .rights import (
    test_rights,
)
from .settings import (
    test_first_steps,
    test_limits,
    test_odd_arguments,
)
