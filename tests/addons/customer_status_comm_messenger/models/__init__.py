from . import customer_communication
from . import customer_status_rule
from . import mail_template
from . import res_partner
