-- A copy for trying things out tells no customer anything: Odoo switches off the
-- scheduled actions, this switches off the shops, also for who switches those on again.
UPDATE res_company
   SET customer_status_active = false;
DELETE FROM customer_status_change;

-- What waited in the queues when the copy was made is sent by the original.
UPDATE mail_mail
   SET state = 'cancel'
 WHERE state IN ('outgoing', 'exception')
   AND mail_message_id IN (SELECT mail_message_id FROM customer_communication);
UPDATE sms_sms
   SET state = 'canceled'
 WHERE state IN ('outgoing', 'pending', 'error')
   AND mail_message_id IN (SELECT mail_message_id FROM customer_communication);
UPDATE mail_notification
   SET notification_status = 'canceled'
 WHERE notification_status IN ('ready', 'process')
   AND mail_message_id IN (SELECT mail_message_id FROM customer_communication);
UPDATE customer_communication
   SET state = 'cancelled',
       failure_code = NULL, failure_detail = NULL, -- of what is tried again
       waiting_since = NULL, next_try_at = NULL
 WHERE state IN ('queued', 'scheduled');

-- Customers' links open the original alone: a copy runs on another machine, is less
-- well guarded, and would show them what is not true.
UPDATE customer_status_link
   SET revoked_at = now() AT TIME ZONE 'UTC'
 WHERE revoked_at IS NULL;
