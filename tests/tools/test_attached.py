"""What becomes of the files that somebody gives a message."""

from odoo.addons.customer_status_comm.tools.attached import File, is_upload, sort_files

MESSAGE = ("customer.communication", 7)
TEMPLATE = ("mail.template", 3)
PANEL = "customer.communication.panel"
CLERK, COLLEAGUE, ROOT = 5, 6, 1


def file_of(**values):
    standard = {"id": 9, "model": None, "res_id": 0, "creator": CLERK}
    return File(**{**standard, "is_private": True, **values})


def become(uid=CLERK, template=TEMPLATE, **values):
    """Return what becomes of one file, "kept", "taken" or "copied"."""
    found = sort_files([file_of(**values)], MESSAGE, template, uid)
    [[name, _ids]] = [(name, ids) for name, ids in found._asdict().items() if ids]
    return name


def test_what_one_uploaded_oneself_becomes_the_messages():
    for model in (None, PANEL, "mail.compose.message", MESSAGE[0]):
        assert become(model=model) == "taken", model
    assert become(model=PANEL, res_id=4) == "taken"


def test_what_belongs_to_the_message_or_its_template_stays():
    assert become(model=MESSAGE[0], res_id=7, creator=COLLEAGUE) == "kept"
    assert become(model="mail.template", res_id=3, creator=ROOT) == "kept"


def test_all_else_is_copied():
    for values in (
        {"creator": COLLEAGUE},
        {"creator": ROOT},
        {"is_private": False},
        {"model": PANEL, "creator": COLLEAGUE},
        {"model": PANEL, "is_private": False},
        {"model": MESSAGE[0], "creator": COLLEAGUE},
        {"model": MESSAGE[0], "res_id": 8},
        {"model": "mail.template", "res_id": 4},
        {"model": "mail.template"},
        {"model": "sale.order", "res_id": 2},
        {"model": "ir.ui.view"},
        {"res_id": 2},
    ):
        assert become(**values) == "copied", values
    assert become(model="mail.template", template=("mail.template", 0)) == "copied"


def test_what_odoo_made_by_itself_was_uploaded_by_nobody():
    for model in (None, PANEL, "mail.compose.message"):
        assert become(uid=ROOT, creator=ROOT, model=model) == "copied", model
    assert become(uid=ROOT, creator=ROOT, model=MESSAGE[0]) == "taken"


def test_each_file_has_one_place():
    files = [file_of(id=n, creator=4 + n % 3, res_id=n % 2) for n in range(1, 30)]
    found = sort_files(files, MESSAGE, TEMPLATE, CLERK)
    together = [*found.kept, *found.taken, *found.copied]
    assert sorted(together) == [file.id for file in files]
    assert sort_files([], MESSAGE, TEMPLATE, CLERK) == (set(), set(), set())


def test_uploads_of_a_draft_are_those_of_who_opened_it():
    mine = (PANEL, 4)
    assert is_upload(file_of(model=PANEL), mine, CLERK)
    assert is_upload(file_of(model=PANEL, res_id=4), mine, CLERK)
    for values in (
        {"model": PANEL, "res_id": 5},
        {"model": PANEL, "creator": COLLEAGUE},
        {"model": PANEL, "is_private": False},
        {"model": None},
        {"model": "sale.order", "res_id": 4},
    ):
        assert not is_upload(file_of(**values), mine, CLERK), values
