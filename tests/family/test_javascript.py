"""The components of the web client, each by itself: Hoot runs ``static/tests``."""

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

#: Addons with tests of their own, as their modules are called in the web client.
SUITES = (
    "@customer_status_comm",
    "@customer_status_comm_pos",
    "@customer_status_comm_repair",
)


def find_id(suite):
    """Return by which Hoot knows a suite, the hash of its name.

    Source: ``HOOTCommon._generate_hash`` of Odoo's ``web/tests/test_js.py``, which asks
    for parameters that only Odoo's own runner sets.
    """
    number = 0
    for char in suite:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("standard", "post_install", "-at_install")
class TestJavascript(HttpCase):
    def test_components(self):
        chosen = "".join(f"&id={find_id(suite)}" for suite in SUITES)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{chosen}",
            code="",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )

    def test_a_suite_is_known_by_the_hash_of_its_name(self):
        """Odoo's own example: another hash would run every test there is, or none."""
        self.assertEqual(find_id("@web/core"), "e39ce9ba")
