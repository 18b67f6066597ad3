"""vCards in: of this program, of telephones old and new; a list like every other one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.documents.vcard import VERSIONS, Contact, vcards
from cso_desk.errors import UserError
from cso_desk.importers.preview import read_list

OLD_PHONE = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E1=9E=9F=E1=9E=BB=E1=9E=81;=E1=9E=8A="
    "\r\n=E1=9E=B6=E1=9E=9A=E1=9F=89=E1=9E=B6;;;\r\n"
    "TEL;CELL;PREF:012345678\r\nTEL;HOME:+855 97 123 4567\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Bong Ny\r\n"
    "TEL;X-Mobile:092-111-222\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n"
    " SkZJRgABAQAAAQABAAD\r\n\r\nEND:VCARD\r\n"
)
IPHONE = (
    "BEGIN:VCARD\nVERSION:3.0\nPRODID:-//Apple Inc.//iPhone OS 17//EN\nN:Sok;Dara;;Mr;\nFN:Dara Sok\n"
    "ORG:Light\\, Hope and Co;Finance;\nTITLE:Director\n"
    "item1.EMAIL;type=INTERNET;type=pref:dara@light.exam\n ple.org\n"
    "item2.TEL;type=pref:012 345 678\nTEL;type=CELL:097 1234567\n"
    "item3.ADR;type=WORK:;;St 1\\nHouse 2;Battambang;;;\n"
    "NOTE:met at the\\nforum\nBDAY:1985-05-01\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:Women Association\nORG:Women Association;\nX-ABShowAs:COMPANY\n"
    "TEL:023 456 789\nEND:VCARD\n"
)


def rows(tmp_path, text, encoding="utf-8"):
    (tmp_path / "cards.vcf").write_bytes(text.encode(encoding))
    return {reading.name: reading for reading in read_list(tmp_path / "cards.vcf")}


def test_an_old_telephone_writes_quoted_printable_and_leaves_out_names(tmp_path):
    found = rows(tmp_path, OLD_PHONE)["People"]
    assert [row["name"] for row in found.rows] == ["សុខ ដារ៉ា", "Bong Ny"]
    assert found.rows[0]["phones"] == ["+85512345678", "+855971234567"]
    assert found.rows[1]["phones"] == ["+85592111222"]


def test_a_new_telephone_folds_lines_groups_properties_and_knows_companies(tmp_path):
    found = rows(tmp_path, IPHONE, "utf-8-sig")
    [person] = found["People"].rows
    assert (person["name"], person["org"], person["position"]) == (
        "Dara Sok",
        "Light, Hope and Co",
        "Director",
    )
    assert person["email"] == "dara@light.example.org"
    assert person["phones"] == ["+85512345678", "+855971234567"]
    assert person["address"] == "St 1 House 2"
    assert (person["birth_date"], person["remarks"]) == ("1985-05-01", "met at the\nforum")
    [body] = found["Institutions"].rows
    assert body["org"] == "Women Association"


def test_a_column_of_numbers_with_extensions_is_one_of_telephones(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "No,Organisation,Phone\n1,Hope,+85523880123 ext 4\n2,Light,023 880 124 x5 / 012 345 678\n"
    )
    [reading] = read_list(path)
    assert [row["phones"] for row in reading.rows] == [
        ["+85523880123;ext=4"],
        ["+85523880124;ext=5", "+85512345678"],
    ]


def test_version_4_names_telephones_as_addresses(tmp_path):
    text = (
        "BEGIN:VCARD\nVERSION:4.0\nFN:Sok Dara\nGENDER:M\n"
        'TEL;VALUE=uri;TYPE="voice,cell":tel:+85512345678;ext=12\n'
        "END:VCARD\n"
    )
    [person] = rows(tmp_path, text)["People"].rows
    assert (person["sex"], person["phones"]) == ("M", ["+85512345678;ext=12"])


def test_a_card_whose_end_was_cut_off_is_kept_and_a_blank_one_is_none(tmp_path):
    text = "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Sok Dara\nTEL:012345678"
    assert [row["name"] for row in rows(tmp_path, text)["People"].rows] == ["Sok Dara"]


def test_a_file_of_blank_cards_is_told(tmp_path):
    with pytest.raises(UserError):
        rows(tmp_path, "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")


def test_lines_are_folded_and_ended_as_the_standard_says():
    text = vcards([Contact("0" * 36, name_km="សមាគមកសិករ" * 12)])
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert text.endswith("END:VCARD\r\n")
    assert "\n" not in text.replace("\r\n", "")


khmer = st.lists(st.sampled_from(["សុខ", "ដារ៉ា", "មាស", "ស្រីនិច"]), min_size=2, max_size=3).map(" ".join)
phones = st.lists(st.integers(0, 9_999_999).map(lambda number: f"+85597{number:07}"), max_size=3, unique=True)


contacts = st.builds(
    Contact,
    uid=st.just("0" * 36),
    name_km=khmer,
    name_en=st.sampled_from(["", "Sok Dara", "Meas, Ny; Dr"]),
    organisation_km=st.sampled_from(["", "អង្គការពន្លឺ", "សមាគម, ស្ត្រី; ខ"]),
    title=st.sampled_from(["", "នាយក"]),
    phones=phones.map(tuple),
    email=st.sampled_from(["", "a.b@example.org"]),
    sex=st.sampled_from(["", "F", "M"]),
)


@given(st.lists(contacts, min_size=1, max_size=5), st.sampled_from(VERSIONS))
def test_what_was_written_as_cards_is_read_again(tmp_path_factory, contacts, version):
    path = tmp_path_factory.mktemp("cards") / "cards.vcf"
    path.write_bytes(vcards(contacts, version).encode())
    [reading] = read_list(path)
    assert len(reading.rows) == len(contacts)
    for contact, row in zip(contacts, reading.rows, strict=True):
        assert row["name_km"] == contact.name_km
        assert row.get("name_en", "") == contact.name_en
        assert row.get("org", "") == contact.organisation_km
        assert tuple(row.get("phones", ())) == contact.phones
        assert row.get("email", "") == contact.email
        assert row.get("sex", "") == contact.sex


@given(st.text(max_size=300))
def test_no_text_after_begin_breaks_the_reader(text):
    from cso_desk.importers.vcards import card_lists

    for _name, found in card_lists("BEGIN:VCARD\n" + text):
        assert len(found) > 1
