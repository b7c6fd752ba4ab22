from . import customer_status_rule
from . import ir_actions_report
from . import sale_order
from . import sale_order_dates
from . import sale_order_rest
from . import stock_move
from . import stock_move_line
from . import stock_picking
