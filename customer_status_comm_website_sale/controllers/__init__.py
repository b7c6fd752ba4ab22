from . import shop_status
