"""Computers that wait to be entered: however many are invented, the one that came last is there."""

import pytest
from bundle_hubs import open_hub
from pyrage import x25519

from cso_desk.trust.certificates import make_certificate
from cso_desk.trust.keeping import MOST_APPLICANTS, applicants, keep_applicants, reject_applicant

AGE = str(x25519.Identity.generate().to_public())


@pytest.fixture
def nation(tmp_path):
    store = open_hub(tmp_path, "00")
    yield store
    store.close()


def device(number):
    return make_certificate(number.to_bytes(32, "big"), AGE, "02", f"laptop {number}")


def test_a_flood_of_invented_computers_does_not_keep_out_who_comes_next(nation):
    honest, *invented = (device(number) for number in range(1, MOST_APPLICANTS + 3))
    with nation.writing() as connection:
        keep_applicants(connection, invented[:-1], "thief")
        connection.exec_driver_sql("UPDATE applicant SET at = at - 1")
        keep_applicants(connection, [honest], "02")
        waiting = applicants(connection)
    assert waiting[0].certificate == honest
    assert len(waiting) == MOST_APPLICANTS


def test_one_file_brings_no_more_than_can_wait(nation):
    with nation.writing() as connection:
        keep_applicants(connection, [device(number) for number in range(1, MOST_APPLICANTS + 9)], "thief")
        assert len(applicants(connection)) == MOST_APPLICANTS


def test_who_was_rejected_and_comes_again_stays_rejected(nation):
    with nation.writing() as connection:
        keep_applicants(connection, [device(1)], "02")
        reject_applicant(connection, device(1).replica)
        keep_applicants(connection, [device(1)], "02")
        assert [one.rejected for one in applicants(connection)] == [True]
