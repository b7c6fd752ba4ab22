{
    "name": "Customer Status and Communication: Workshop",
    "summary": "Customers see how their repair stands, and when to fetch it",
    "version": "19.0.1.1.0",
    "category": "Supply Chain/Inventory",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/repair.png"],
    "depends": ["customer_status_comm", "repair"],
    "external_dependencies": {"python": ["qrcode>=7.3.1"]},
    "data": [
        "data/mail_template_data.xml",
        "data/customer_status_rule_data.xml",
        "views/repair_order_views.xml",
        "views/repair_order_calendar_views.xml",
        "views/repair_report_templates.xml",
        "views/res_config_settings_views.xml",
    ],
    "demo": ["demo/repair_order_demo.xml"],
    "assets": {
        "web.assets_backend": [
            "customer_status_comm_repair/static/src/**/*",
        ],
        "web.assets_unit_tests": [
            "customer_status_comm_repair/static/tests/**/*",
        ],
    },
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
