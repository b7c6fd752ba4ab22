"""Running Odoo: what it says is kept, and how far it has come is shown."""

import pytest

from devtools import odoo_command
from devtools.steps import DevError

LINE = b"1999 INFO db odoo.modules.loading: Loading module %b (%d/15) \n"


def test_it_says_how_far_the_installation_has_come(monkeypatch, capsys):
    monkeypatch.setattr(odoo_command, "PACE", 0)
    lines = [b"1999 INFO ? odoo: addons paths\n", LINE % (b"sale", 3)]
    assert list(odoo_command.follow(lines)) == lines
    assert "module 3 of 15, sale" in capsys.readouterr().err


def test_not_more_often_than_somebody_reads(capsys):
    lines = [LINE % (b"sale", number) for number in range(1, 15)]
    assert list(odoo_command.follow(lines)) == lines
    assert capsys.readouterr().err == ""


def test_the_end_of_what_a_failing_odoo_said_is_the_error():
    with pytest.raises(
        DevError, match=r"no such option: --mad(.|\n)*all it said is in"
    ):
        odoo_command.odoo("--mad", log="mad.log", script="x" * 100_000)
