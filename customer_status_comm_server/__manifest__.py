{
    "name": "Customer Status and Communication: Server",
    "summary": "Keeps customers' links out of Odoo's log, from its first line on",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "images": ["static/description/health.png"],
    "depends": ["base"],
}
