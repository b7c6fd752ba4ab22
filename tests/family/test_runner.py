"""D2.4: pytest-odoo runs the tests that need a database, in one of their own."""

import pytest_odoo

import odoo
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase
from odoo.tests.common import get_db_name


def test_d2_pytest_odoo_has_loaded_this_sessions_registry(request):
    assert request.config.pluginmanager.get_plugin("odoo") is pytest_odoo
    name = get_db_name()
    assert request.config.getoption("--odoo-database") in (None, name)
    assert odoo.tools.config["db_name"] in (name, [name])
    assert Registry.registries.get(name).ready


class TestRunner(TransactionCase):
    def test_d2_a_case_of_odoo_has_the_familys_addons(self):
        installed = self.env["ir.module.module"].search(
            [("name", "=like", "customer_status_comm%"), ("state", "=", "installed")]
        )
        self.assertIn("customer_status_comm_repair", installed.mapped("name"))
        self.assertEqual(self.env.cr.dbname, get_db_name())
