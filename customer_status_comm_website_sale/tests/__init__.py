from . import test_shop_page
from . import test_web_orders
