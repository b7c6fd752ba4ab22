{
    "name": "Customer Status and Communication: Many Hosts",
    "summary": "Publishing and bulk sending as jobs, shared by all Odoo hosts",
    "version": "19.0.1.1.0",
    "category": "Sales/Sales",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/health.png"],
    "depends": ["customer_status_comm", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
