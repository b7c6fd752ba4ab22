{
    "name": "Customer Status and Communication: Web Shop",
    "summary": "Web orders have their page under the shop's own domain and brand",
    "version": "19.0.1.1.0",
    "category": "Sales/Sales",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/status-phone.png"],
    "depends": ["customer_status_comm", "website_sale"],
    "data": [
        "views/customer_status_rule_views.xml",
        "views/res_config_settings_views.xml",
        "views/website_sale_templates.xml",
    ],
    "demo": ["demo/website_demo.xml"],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
