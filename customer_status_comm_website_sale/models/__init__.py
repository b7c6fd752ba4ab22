from . import customer_status_page
from . import customer_status_rule
from . import res_company
from . import res_config_settings
from . import sale_order
from . import website
