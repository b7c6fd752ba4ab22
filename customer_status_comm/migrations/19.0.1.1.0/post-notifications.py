"""Messages know the one notification by which their state is known."""


def migrate(cr, version):
    """Give the messages from before that of their own customer and kind."""
    cr.execute(
        """
        UPDATE customer_communication communication
           SET notification_id = notification.id
          FROM mail_notification notification
         WHERE notification.mail_message_id = communication.mail_message_id
           AND notification.res_partner_id = communication.partner_id
           AND notification.notification_type = communication.communication_type
           AND communication.notification_id IS NULL
        """
    )
