{
    "name": "Customer Status and Communication: Deliveries",
    "summary": "Customers see what is sent, what is on its way and when it comes",
    "version": "19.0.1.1.0",
    "category": "Sales/Sales",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/status-desktop.png"],
    "depends": ["customer_status_comm", "sale_stock"],
    "data": [
        "data/mail_template_data.xml",
        "data/customer_status_rule_data.xml",
        "views/res_config_settings_views.xml",
        "views/stock_picking_views.xml",
    ],
    "demo": ["demo/stock_picking_demo.xml"],
    "auto_install": True,
}
