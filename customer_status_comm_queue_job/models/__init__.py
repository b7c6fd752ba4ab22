from . import customer_status_change
from . import mail_mail
from . import sms_sms
