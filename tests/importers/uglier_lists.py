"""More lists as secretariats keep them, each ugly in its own way; all are invented."""

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from importers.ugly_lists import UglyList, book, text


def in_opendocument(rows: Sequence[Sequence[str]]) -> Callable[[Path], Path]:
    """Writes a list as LibreOffice keeps it."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )

    def write(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "list.ods", "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr(
                "content.xml",
                f"<office:document-content {names}><office:body><office:spreadsheet>"
                f'<table:table table:name="S">{body}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return folder / "list.ods"

    return write


LISTS = {
    "heads in two languages over merged groups, blanks in mail addresses, two rows of signatures": UglyList(
        book(
            [
                ["រដ្ឋបាលខេត្តបាត់ដំបង"], ["តារាងទិន្នន័យអង្គការសង្គមស៊ីវិល / CSO Data Table 2026"], [],
                ["ល.រ\nNo.", "ឈ្មោះអង្គការ\nName of Organization", "", "អ្នកទំនាក់ទំនង\nContact Person", "", "",
                 "បុគ្គលិក\nStaff", ""],
                ["", "ខ្មែរ\nKhmer", "អង់គ្លេស\nEnglish", "ឈ្មោះ\nName", "លេខទូរស័ព្ទ\nPhone", "អ៊ីមែល\nE-mail",
                 "សរុប\nTotal", "ស្រី\nFemale"],
                ["១", "អង្គការពន្លឺថ្មី", "New Light Organization", "លោក សុខ ដារ៉ា", "០១២ ៣៤៥ ៦៧៨ / ០៩៧-១២៣-៤៥៦៧",
                 "dara @ light.example.org", "១២", "៥"],
                ["២", "សមាគមស្ត្រីបាត់ដំបង", "Battambang Women Association", "លោកស្រី ចាន់ នី", "(053) 952 111",
                 "ny@ wa.example.org;info@wa.example.org", "៣", "៣"],
                ["៣", "បណ្តាញយុវជន", "Youth Network", "H.E. Meas Vanna", "077.123.456", "-", "-", "-"],
                ["សរុប", "", "", "", "", "", "១៥", "៨"],
                ["បានឃើញ និងឯកភាព", "", "", "", "", "បាត់ដំបង ថ្ងៃទី ៣ ខែ មករា ឆ្នាំ ២០២៦"],
                ["អភិបាលខេត្ត", "", "", "", "", "អ្នកធ្វើតារាង"],
            ],
            ["A1:H1", "A2:H2", "A4:A5", "B4:C4", "D4:F4", "G4:H4", "A9:F9"],
        ),
        organisations={
            "អង្គការពន្លឺថ្មី": {
                "name_en": "New Light Organization", "email": "dara@light.example.org",
                "staff_female": "5", "staff_male": "7", "notes": "",
            },
            "សមាគមស្ត្រីបាត់ដំបង": {
                "email": "ny@wa.example.org",
                "staff_female": "3", "staff_male": "0", "notes": "info@wa.example.org",
            },
            "បណ្តាញយុវជន": {"name_en": "Youth Network", "notes": ""},
        },
        people={
            "សុខ ដារ៉ា": {"phones": ("+85512345678", "+855971234567")},
            "ចាន់ នី": {"phones": ("+85553952111",)},
            "Meas Vanna": {"honorific": "H.E.", "phones": ("+85577123456",)},
        },
    ),
    "a small table above a larger one with other columns": UglyList(
        book(
            [
                ["List of NGOs"], ["No", "Name", "Director", "Phone"],
                [1, "Light Organization", "Mr. Sok Dara", "012345678"],
                [2, "Hope", "Ms. Chan Ny", "092111222"], ["Total: 2"], [], ["List of CBOs"],
                ["No", "Name of CBO", "Chairperson", "Tel", "District"],
                [1, "Fishers of Banan", "Meas Vanna", "077123456", "Banan"],
                [2, "Forest Group", "Ho Channy", "", "Thma Koul"],
                [3, "Water Users", "Tep Champa", "", "Banan"],
            ]
        ),
        organisations={
            "Fishers of Banan": {"place": "0201"}, "Forest Group": {"place": "0202"}, "Water Users": {},
        },
        people={"Meas Vanna": {"phones": ("+85577123456",)}, "Ho Channy": {}, "Tep Champa": {}},
    ),
    "provinces as headings, sub-totals and a grand total": UglyList(
        book(
            [
                ["No", "NGO", "Contact", "Sex", "Phone"],
                ["ខេត្តបាត់ដំបង (២)"], [1, "Light", "Sok Dara", "M", "012345678"],
                [2, "Hope", "Chan Ny", "F", "092111222"], ["", "Sub-total", 2],
                ["ខេត្តកំពត (១)"], [3, "Unity", "Meas Vanna", "M", "077123456"], ["", "Sub-total", 1],
                ["", "Grand Total", 3],
            ]
        ),
        organisations={"Light": {"place": "02"}, "Hope": {"place": "02"}, "Unity": {"place": "07"}},
        people={"Chan Ny": {"sex": "F", "phones": ("+85592111222",)}},
    ),
    "ranks before names, birth dates in five ways": UglyList(
        book(
            [
                ["ល.រ", "គោត្តនាម និងនាម", "ឈ្មោះឡាតាំង", "ភេទ", "ថ្ងៃខែឆ្នាំកំណើត", "តំណែង", "ស្ថាប័ន", "ទូរស័ព្ទ"],
                [1, "ឯកឧត្តម កែវ រតនា", "KEO Ratana", "ប្រុស", "31/12/67", "អភិបាលរង", "សាលាខេត្ត", "០១២-៣៤៥-៦៧៨"],
                [2, "លោកជំទាវ ប៉ែន សុភា", "PEN Sophea", "ស្រី", dt.date(1975, 5, 4), "អនុប្រធាន",
                 "មន្ទីរកិច្ចការនារី", "+855 (0)92 111 222"],
                [3, "អ្នកស្រី ឌី វិចិត្រា", "DY Vichetra", "ស្រី", "២១/០៣/២៥២៩", "នាយិកា", "អង្គការពន្លឺ",
                 "855 77 123 456"],
                [4, "លោក ម៉ៅ ពិសិដ្ឋ", "MAO Piseth", "ប", "1980", "មន្ត្រី", "អង្គការពន្លឺ", "17 222 333"],
                [5, "បណ្ឌិត លី ហួរ", "LY Huor", "ប", "15-Jan-1972", "សាស្ត្រាចារ្យ", "សាកលវិទ្យាល័យ",
                 "016 444 555, 016 444 556"],
            ]
        ),
        organisations={"សាលាខេត្ត": {}, "មន្ទីរកិច្ចការនារី": {}, "អង្គការពន្លឺ": {}, "សាកលវិទ្យាល័យ": {}},
        people={
            "កែវ រតនា": {"honorific": "ឯកឧត្តម", "birth_year": 1967, "name_en": "KEO Ratana"},
            "ប៉ែន សុភា": {"birth_year": 1975, "phones": ("+85592111222",)},
            "ឌី វិចិត្រា": {"birth_year": 1986, "phones": ("+85577123456",)},
            "ម៉ៅ ពិសិដ្ឋ": {"birth_year": 1980, "phones": ("+85517222333",)},
            "លី ហួរ": {"birth_year": 1972, "phones": ("+85516444555", "+85516444556")},
        },
    ),
    "ticks of three kinds below heads of kinds and sectors, one of them unknown": UglyList(
        book(
            [
                ["No", "Institution", "Type", "", "", "Sector", "", "", "Contact", ""],
                ["", "", "INGO", "LNGO", "CBO", "Health", "Education", "Agri.", "Name", "Phone"],
                [1, "Light", "", "1", "", "1", "", "x", "Sok Dara", "012 345 678"],
                [2, "Hope International", "✓", "", "", "", "1", "", "Chan Ny", "092 111 222"],
                [3, "Fishers", "", "", "x", "", "", "✓", "Meas Vanna", "077 123 456"],
                ["", "TOTAL", 1, 1, 1, 1, 1, 2, "", ""],
            ],
            ["A1:A2", "B1:B2", "C1:E1", "F1:H1", "I1:J1"],
        ),
        organisations={
            "Light": {"kind": "ngo", "sectors": ("health", "Agri.")},
            "Hope International": {"kind": "ingo", "sectors": ("education",)},
            "Fishers": {"kind": "cbo", "sectors": ("Agri.",)},
        },
    ),
    "several people of one institution in merged cells, notes below": UglyList(
        book(
            [
                ["បញ្ជីរាយនាមតំណាងអង្គការ"], [],
                ["ល.រ", "អង្គការ", "តំណាង", "ភេទ", "តួនាទី", "ទូរស័ព្ទ", "អ៊ីមែល"],
                [1, "អង្គការពន្លឺ (LO)", "លោក សុខ ដារ៉ា", "ប", "នាយក", "012 345 678", "dara@x.example.org"],
                ["", "", "កញ្ញា ចាន់ នី", "ស", "គណនេយ្យករ", "092 111 222", ""],
                ["", "", "លោក មាស វណ្ណា", "ប", "មន្ត្រី", "", ""],
                [2, "អង្គការសង្ឃឹម (HO)", "លោកស្រី ហោ ចន្នី", "ស", "នាយិកា", "077 123 456", ""],
                ["កំណត់សម្គាល់៖ តារាងនេះត្រូវធ្វើបច្ចុប្បន្នភាពរៀងរាល់ឆមាស"], ["អាស្រ័យហេតុនេះ សូមមេត្តាពិនិត្យ"],
            ],
            ["A4:A6", "B4:B6"],
        ),
        organisations={"អង្គការពន្លឺ": {"acronym": "LO"}, "អង្គការសង្ឃឹម": {"acronym": "HO"}},
        people={"សុខ ដារ៉ា": {}, "ចាន់ នី": {"sex": "F"}, "មាស វណ្ណា": {"sex": "M"}, "ហោ ចន្នី": {}},
    ),
    "a directory with everything about a contact in one cell": UglyList(
        text(
            "No;Name of NGO;Address;Contact;Reg. No. MoI;Year established\r\n"
            '1;"Light\r\nOrganization";"St 1\r\nBattambang";"Mr. Sok Dara, Director\r\n'
            '012 345 678\r\ndara@x.example.org";1234;2003\r\n'
            '2;Hope;;"Ms. Chan Ny (Program manager) Tel: 092 111 222 / 097 111 2222";-;2011\r\n',
        ),
        organisations={
            "Light Organization": {
                "email": "dara@x.example.org", "address_en": "St 1 Battambang", "registration_number": "1234",
                "founded": "2003", "notes": "",
            },
            "Hope": {"registration_number": ""},
        },
        people={
            "Sok Dara": {"honorific": "Mr.", "phones": ("+85512345678",)},
            "Chan Ny": {"sex": "F", "phones": ("+85592111222", "+855971112222")},
        },
    ),
    "the header once more on each page, and numbers of pages": UglyList(
        book(
            [
                ["ល.រ", "ឈ្មោះអង្គការ", "ទូរស័ព្ទ"], [1, "ពន្លឺ", "012345678"], [2, "សង្ឃឹម", "092111222"],
                ["ទំព័រទី ១"], ["ល.រ", "ឈ្មោះអង្គការ", "ទូរស័ព្ទ"], [3, "សាមគ្គី", "077123456"],
                [4, "មិត្តភាព", "016111222"], ["ទំព័រទី ២"],
            ]
        ),
        organisations={"ពន្លឺ": {}, "សង្ឃឹម": {}, "សាមគ្គី": {}, "មិត្តភាព": {"phones": ("+85516111222",)}},
    ),
    "out of a database: shouted names, codes before places, telephones as fractions": UglyList(
        book(
            [
                ["ID", "CSO_NAME", "CSO_NAME_KH", "TYPE_CSO", "PROV_NAME", "DIST_NAME", "CONTACT_PERSON",
                 "TEL_1", "TEL_2", "EMAIL"],
                [101, "LIGHT ORG", "អង្គការពន្លឺ", "Local NGO", "02 Battambang", "0201 Banan", "SOK DARA",
                 12345678.0, None, "mailto:a@x.example.org"],
                [102, "HOPE", "សង្ឃឹម", "International NGO", "02 Battambang", "0202 Thma Koul", "CHAN NY",
                 92111222.0, "'077 123 456", "N/A"],
            ]
        ),
        organisations={
            "អង្គការពន្លឺ": {"kind": "ngo", "place": "0201", "email": "a@x.example.org", "notes": ""},
            "សង្ឃឹម": {"kind": "ingo", "place": "0202", "name_en": "HOPE"},
        },
        people={"CHAN NY": {"phones": ("+85592111222", "+85577123456")}},
    ),
    "LibreOffice, the name in three columns": UglyList(
        in_opendocument(
            [
                ["ល.រ", "គោត្តនាម", "នាម", "អក្សរឡាតាំង", "ភេទ", "ថ្ងៃកំណើត", "មុខងារ", "លេខទូរស័ព្ទ"],
                ["1", "សុខ", "ដារ៉ា", "SOK Dara", "ប្រុស", "០១/០៥/១៩៨៥", "នាយក", "012 345 678"],
                ["2", "ចាន់", "នី", "CHAN Ny", "ស្រី", "02.11.1990", "គណនេយ្យ", "០៩២ ១១១ ២២២"],
            ]
        ),
        people={
            "សុខ ដារ៉ា": {"name_en": "SOK Dara", "birth_year": 1985, "notes": "មុខងារ: នាយក"},
            "ចាន់ នី": {"name_en": "CHAN Ny", "birth_year": 1990, "phones": ("+85592111222",)},
        },
    ),
    "marks that say the same as above": UglyList(
        book(
            [
                ["No", "Name", "Organization", "Province", "District", "Phone"],
                [1, "Sok Dara", "Light Organization", "Battambang", "Banan", "012345678"],
                [2, "Chan Ny", "″", "″", "Thma Koul", ""], [3, "Meas Vanna", "-//-", "//", '-"-', ""],
                [4, "Ho Channy", "Hope", "Kampot", "Chhuk", "(012) 999 888"],
            ]
        ),
        organisations={"Light Organization": {}, "Hope": {"place": "0703"}},
        people={
            "Sok Dara": {"place": "0201"}, "Chan Ny": {"place": "0202"}, "Meas Vanna": {"place": "0202"},
            "Ho Channy": {"phones": ("+85512999888",)},
        },
    ),
    "Windows-1252 after the line that tells Excel the separator": UglyList(
        text(
            "sep=;\r\nN°;Organisme;Responsable;Courriel;Tél.;Remarques\r\n"
            '1;Café Théâtre;Sok Dara;dara@x.example.org;"012 345 678";"élève; ancien"\r\n'
            "2;L’Étoile;Chan Ny;ny@x.example.org;'092111222;\r\n",
            "cp1252",
        ),
        organisations={
            "Café Théâtre": {"notes": "élève; ancien", "email": "dara@x.example.org"}, "L’Étoile": {},
        },
        people={"Sok Dara": {"phones": ("+85512345678",)}, "Chan Ny": {"phones": ("+85592111222",)}},
    ),
}  # fmt: skip
