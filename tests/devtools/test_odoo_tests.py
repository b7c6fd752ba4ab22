"""Which of Odoo's own tests are run, and where their results are kept."""

from collections import Counter

from devtools import odoo_source, odoo_tests
from devtools.odoo_comparison import is_chosen, module_of


def test_each_choice_has_a_file_of_its_own():
    choices = ["sale", "sale:order", "sale:-order", *odoo_tests.CHOICES]
    names = {odoo_tests.file_name(choice) for choice in choices}
    assert len(names) == len(choices)
    assert not any("/" in name for name in names)


def test_no_test_file_is_chosen_twice():
    odoo_source.ensure_odoo()
    chosen = Counter()
    for choice in odoo_tests.CHOICES:
        name = module_of(choice)
        folder = odoo_source.source() / "odoo/addons" / name / "tests"
        files = [f"{name}.tests.{path.stem}" for path in folder.rglob("test_*.py")]
        mine = [file for file in files if is_chosen(file, choice)]
        assert mine, choice
        chosen.update(mine)
    assert [file for file, times in chosen.items() if times > 1] == []
