{
    "name": "Customer Communication: Example of a Channel",
    "summary": "Messages over a service that takes HTTP requests",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "depends": ["customer_status_comm"],
    "external_dependencies": {"python": ["requests"]},
    "data": [
        "data/ir_cron_data.xml",
        "views/res_partner_views.xml",
    ],
}
