"""Title, kind, number, date and issuer are guessed from what stands on the first page."""

from hypothesis import given
from hypothesis import strategies as st

from cso_desk.extraction.guessing import Guess, guess

SUB_DECREE = """ព្រះរាជាណាចក្រកម្ពុជា
ជាតិ សាសនា ព្រះមហាក្សត្រ
3
រាជរដ្ឋាភិបាលកម្ពុជា
លេខ៖ ១៨២ អនក្រ.បក
អនុក្រឹត្យ
ស្តីពី
ការរៀបចំ និងការប្រព្រឹត្តទៅរបស់រដ្ឋបាលខេត្ត
រាជរដ្ឋាភិបាល
- បានឃើញរដ្ឋធម្មនុញ្ញនៃព្រះរាជាណាចក្រកម្ពុជា
- បានឃើញព្រះរាជក្រឹត្យលេខ នស/រកត/០៩១៣/៩០៣ ចុះថ្ងៃទី២៤ ខែកញ្ញា ឆ្នាំ២០១៣
មាត្រា ១.-
ថ្ងៃសុក្រ ៦រោច ខែបឋមាសាឍ ឆ្នាំខាល ចត្វាស័ក ព.ស.២៥៦៦
ធ្វើនៅរាជធានីភ្នំពេញ ថ្ងៃទី២ ខែធ្នូ ឆ្នាំ២០១៩
"""


def test_a_sub_decree_tells_what_it_is() -> None:
    found = guess([SUB_DECREE], "scan0001.pdf")
    assert found == Guess(
        title_km="អនុក្រឹត្យស្តីពី ការរៀបចំ និងការប្រព្រឹត្តទៅរបស់រដ្ឋបាលខេត្ត",
        kind="sub_decree",
        number="១៨២",
        date="2019-12-02",
        agency="រាជរដ្ឋាភិបាលកម្ពុជា",
        languages=("km",),
    )


def test_the_number_of_a_kram_tells_its_month() -> None:
    text = "ព្រះរាជក្រម\nនស/រកម/០៨១៥/០០៩\nយើង\nច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល\n"
    found = guess([text])
    assert (found.kind, found.number, found.date) == ("law", "នស/រកម/០៨១៥/០០៩", "2015-08")


def test_a_law_whose_title_is_one_line() -> None:
    text = "ព្រះរាជាណាចក្រកម្ពុជា\nជាតិ សាសនា ព្រះមហាក្សត្រ\nច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល\nជំពូកទី ១\nបទប្បញ្ញត្តិទូទៅ"
    assert guess([text]).title_km == "ច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល"


def test_an_english_prakas() -> None:
    text = (
        "KINGDOM OF CAMBODIA\nNation Religion King\nMinistry of Interior\nPrakas No. 123 PrK\n"
        "on the Registration of Community-Based Organisations\n"
        "Having seen the Constitution dated 21 September 1993\n"
        "Phnom Penh, 12 August 2015\n"
    )
    found = guess([text])
    assert found.title_en == "Prakas on the Registration of Community-Based Organisations"
    assert (found.kind, found.number, found.date) == ("prakas", "123", "2015-08-12")
    assert (found.agency, found.languages) == ("Ministry of Interior", ("en",))


def test_a_report_begins_with_its_title_and_a_scan_is_called_as_its_file() -> None:
    assert guess(["Annual Report 2024\nof the network"]).title_en == "Annual Report 2024"
    assert guess([], "sub-decree_182_on_land.pdf").title_en == "sub decree 182 on land"
    assert guess([], "ច្បាប់_ភូមិបាល.pdf").title_km == "ច្បាប់ ភូមិបាល"


@given(st.lists(st.text(max_size=200), max_size=4), st.text(max_size=60))
def test_whatever_a_file_says_there_is_a_guess(pages: list[str], name: str) -> None:
    found = guess(pages, name)
    assert not (found.title_km and found.title_en)
    assert len(found.title_km + found.title_en) <= 400


def test_whose_report_it_is_stands_below_its_title_and_is_no_part_of_it() -> None:
    text = "របាយការណ៍ប្រចាំឆ្នាំស្តីពីសិទ្ធិស្ត្រី\nអង្គការពន្លឺ ខេត្តបាត់ដំបង\nស្ត្រីចំនួន ២៣៤ នាក់បានចូលរួម។"
    found = guess([text])
    assert found.title_km == "របាយការណ៍ប្រចាំឆ្នាំស្តីពីសិទ្ធិស្ត្រី"
    assert found.agency == "អង្គការពន្លឺ ខេត្តបាត់ដំបង"


def test_a_title_goes_on_below_a_word_that_joins() -> None:
    found = guess(["របាយការណ៍ស្តីពីសមាគម និង\nអង្គការមិនមែនរដ្ឋាភិបាល\nត្រីមាសទី ៣ បានបញ្ចប់។"])
    assert found.title_km == "របាយការណ៍ស្តីពីសមាគម និង អង្គការមិនមែនរដ្ឋាភិបាល"
