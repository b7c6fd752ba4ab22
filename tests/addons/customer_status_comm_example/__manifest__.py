{
    "name": "Customer Status: Example of a Document",
    "summary": "Rentals tell their customers how they stand",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "depends": ["customer_status_comm"],
    "data": [
        "security/ir.model.access.csv",
        "data/mail_template_data.xml",
        "data/customer_status_rule_data.xml",
    ],
}
