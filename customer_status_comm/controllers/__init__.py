from . import portal, portal_status, status_page, status_staff
