{
    "name": "Customer Status and Communication: Point of Sale",
    "summary": "Staff write to customers from the point of sale",
    "version": "19.0.1.1.0",
    "category": "Sales/Sales",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/pos.png"],
    "depends": ["customer_status_comm", "point_of_sale"],
    "data": [
        "wizard/customer_communication_panel_views.xml",
        "views/pos_config_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
    ],
    "demo": ["demo/pos_config_demo.xml"],
    "assets": {
        "point_of_sale._assets_pos": ["customer_status_comm_pos/static/src/app/**/*"],
        # What the panel needs and the point of sale has not. It is loaded when Contact
        # is pressed for the first time, so that no till opens slower.
        "customer_status_comm_pos.assets_panel": [
            ("include", "web._assets_helpers"),
            ("include", "web._assets_backend_helpers"),
            "web/static/src/scss/pre_variables.scss",
            "web/static/lib/bootstrap/scss/_variables.scss",
            "web/static/lib/bootstrap/scss/_variables-dark.scss",
            "web/static/lib/bootstrap/scss/_maps.scss",
            ("include", "html_editor.assets_editor"),
            "html_editor/static/src/others/dynamic_placeholder_plugin.js",
            "html_editor/static/src/backend/**/*",
            "html_editor/static/src/fields/html_field.*",
            "html_editor/static/src/scss/base_style.scss",
            "html_editor/static/src/scss/html_editor.backend.scss",
            "mail/static/src/views/web/fields/html_mail_field/**/*",
            "customer_status_comm/static/src/**/*",
            "customer_status_comm_pos/static/src/panel/**/*",
        ],
        "web.assets_unit_tests": [
            "customer_status_comm_pos/static/src/panel/**/*",
            "customer_status_comm_pos/static/tests/**/*",
        ],
    },
    "auto_install": True,
}
