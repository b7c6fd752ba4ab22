"""What the ready-made databases hold."""

from devtools import databases, paths


def test_the_worked_example_is_for_the_tests_only():
    [example] = [folder.name for folder in paths.folders_of_test_addons()]
    assert example not in databases.own_addons()
    assert example not in databases.standard_modules()
