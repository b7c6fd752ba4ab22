"""What an SMS service answers, whatever it is."""

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.sms_answer import (
    NO_ANSWER,
    complete_answer,
)
from odoo.addons.customer_status_comm.tools.wording import describe_error

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_a_proper_answer_stays_as_it_is():
    answer = [
        {"uuid": "a", "state": "success", "credit": 1},
        {"uuid": "b", "state": "wrong_number_format", "failure_reason": "too short"},
    ]
    assert complete_answer(answer, ["a", "b"]) == answer


@pytest.mark.parametrize(
    "answer",
    [
        *(None, "soon", {"a": "success"}, [], ["a"]),
        *([{"uuid": "a"}], [{"uuid": ["a"], "state": "success"}]),
        *([{"uuid": "a", "state": 1}], [{"uuid": "b", "state": "success"}]),
        [{"uuid": "a", "state": "unknown", "failure_reason": ["x"]}],
    ],
)
def test_a_text_without_a_result_has_failed(answer):
    assert complete_answer(answer, ["a"]) == [{"uuid": "a", "state": NO_ANSWER}]


def test_one_that_is_left_out_fails_alone():
    sent = {"uuid": "a", "state": "success"}
    assert complete_answer([sent], ["a", "b"]) == [
        sent,
        {"uuid": "b", "state": NO_ANSWER},
    ]


@given(JSON, st.lists(st.text(), unique=True))
def test_each_text_has_one_result(answer, uuids):
    results = complete_answer(answer, uuids)
    assert [result["uuid"] for result in results] == uuids
    assert all(isinstance(result["state"], str) for result in results)


def test_an_error_of_the_disk_is_told_without_its_number_and_path():
    error = OSError(errno.ENOSPC, "No space left on device", "/srv/files/ab/abc")
    assert describe_error(error) == "No space left on device"
