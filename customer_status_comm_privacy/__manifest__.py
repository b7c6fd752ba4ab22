{
    "name": "Customer Status and Communication: Privacy",
    "summary": "Odoo's privacy lookup finds what customers were told, and erases it",
    "version": "19.0.1.1.0",
    "category": "Sales/Sales",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/erase.png"],
    "depends": ["customer_status_comm", "privacy_lookup"],
    "auto_install": True,
}
