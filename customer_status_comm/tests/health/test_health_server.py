"""18.3: Health says whether the server keeps links out of its log, and opens them."""

from unittest.mock import patch

from odoo.tools import config

from odoo.addons.customer_status_comm_server.const import ADDON
from odoo.addons.customer_status_comm_server.tools.log_mask import is_masking

from ... import const
from .common import HealthCase


class TestHealthOfServer(HealthCase):
    def check_with(self, **options):
        """Have the watchdog look as if Odoo had been started with these."""
        with patch.dict(config.options, options):
            return self.check()

    def test_the_log_is_masked_from_the_first_line_on(self):
        self.assertTrue(is_masking())
        line = self.get_line(
            self.check_with(server_wide_modules=["base", "rpc", "web", ADDON]),
            const.HEALTH_LOG,
        )
        self.assertEqual(line.level, const.LEVEL_FINE)
        self.assertEqual(line.value, "Masked from the first line on")
        self.assertFalse(line.advice)

    def test_the_log_is_masked_later_only(self):
        line = self.get_line(
            self.check_with(server_wide_modules=["base", "rpc", "web"]),
            const.HEALTH_LOG,
        )
        self.assertEqual(line.level, const.LEVEL_WARNING)
        self.assertEqual(line.value, "Masked only once a database is loaded")
        self.assertIn(ADDON, line.advice)
        self.assertFalse(self.get_activities(), "nobody is woken by it")

    def test_one_database_is_the_one_that_links_open(self):
        for options in (
            {"db_name": [self.env.cr.dbname], "dbfilter": ""},
            {"db_name": [], "dbfilter": f"^{self.env.cr.dbname}$"},
        ):
            with self.subTest(**options):
                health = self.check_with(**options)
                codes = health.line_ids.mapped("code")
                self.assertNotIn(const.HEALTH_DATABASES, codes)

    def test_several_databases_and_nothing_to_choose_by(self):
        for options in (
            {"db_name": [self.env.cr.dbname, "another"], "dbfilter": ""},
            {"db_name": [], "dbfilter": ".*"},
        ):
            with self.subTest(**options):
                line = self.get_line(self.check_with(**options), const.HEALTH_DATABASES)
                self.assertEqual(line.level, const.LEVEL_WARNING)
                self.assertIn("They open nothing", line.value)
                self.assertIn("--db-filter", line.advice)

    def test_a_filter_by_host_is_asked_for_the_shops_own(self):
        self.env["ir.config_parameter"].set_param(
            "web.base.url", f"https://{self.env.cr.dbname}.shop.example"
        )
        codes = self.check_with(db_name=[], dbfilter="^%d$").line_ids.mapped("code")
        self.assertNotIn(const.HEALTH_DATABASES, codes)
