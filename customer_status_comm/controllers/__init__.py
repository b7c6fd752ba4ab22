from . import portal, status_page
