"""What the ready-made databases hold."""

from devtools import contents, paths


def test_the_worked_examples_are_for_the_tests_only():
    examples = {folder.name for folder in paths.folders_of_test_addons()}
    assert examples
    assert not examples & set(contents.own_addons())
    assert not examples & set(contents.standard_modules())


def test_what_changes_all_others_is_in_no_ready_made_database():
    names = {folder.name for folder in paths.addon_folders()}
    assert names - set(contents.own_addons()) == contents.APART
    assert "queue_job" not in contents.standard_modules()
