"""Lists as secretariats keep them, and what must be in the hub after they came in; all are invented."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers.list_files import save_workbook

Expected = dict[str, dict[str, Any]]
"""What people call a record -> the values of some of its fields."""


@dataclass(frozen=True)
class UglyList:
    write: Callable[[Path], Path]
    organisations: Expected = field(default_factory=dict)
    people: Expected = field(default_factory=dict)
    purpose: str = ""  # where the window cannot know it


def book(rows: Sequence[Sequence[Any]], *more: Any, **told: Any) -> Callable[[Path], Path]:
    """Writes a workbook as `save_workbook` does with `more` and `told`."""
    return lambda folder: save_workbook(folder / "list.xlsx", rows, *more, **told)


def text(lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(lines.encode(encoding))
        return folder / name

    return write


LISTS = {
    "titles, signatures, ticks for the sex, merged provinces, numbers that begin anew": UglyList(
        book(
            [
                ["ព្រះរាជាណាចក្រកម្ពុជា"], ["ជាតិ សាសនា ព្រះមហាក្សត្រ"], [], ["បញ្ជីឈ្មោះសមាជិកក្រុមការងារ"], [],
                ["ល.រ", "គោត្តនាម-នាម", "ភេទ", "", "ខេត្ត", "តួនាទី", "លេខទូរស័ព្ទ"],
                ["", "", "ប", "ស", "", "", ""],
                ["១", "លោកស្រី សុខ ចាន់ថា", "", "✓", "បាត់ដំបង", "ប្រធាន", "០១២ ៣៤៥ ៦៧៨"],
                ["២", "លោក ជា វុទ្ធី", "✓", "", "", "សមាជិក", "012 345 679/ 097 1234 567"],
                ["១", "កញ្ញា មាស ស្រីនិច", "", "P", "កំពត", "សមាជិក", "០៩៧១២៣៤៥៦៨"],
                ["", "សរុប", "១", "២"],
                [], ["", "", "", "", "", "ថ្ងៃទី១២ ខែមីនា ឆ្នាំ២០២៤"], ["", "", "", "", "", "អ្នករៀបចំបញ្ជី"],
            ],
            ["A6:A7", "B6:B7", "C6:D6", "E6:E7", "F6:F7", "G6:G7", "E8:E9", "A1:G1", "A2:G2", "A4:G4"],
        ),
        people={
            "សុខ ចាន់ថា": {"honorific": "លោកស្រី", "sex": "F", "place": "02", "phones": ("+85512345678",)},
            "ជា វុទ្ធី": {"sex": "M", "place": "02", "phones": ("+85512345679", "+855971234567")},
            "មាស ស្រីនិច": {"sex": "F", "place": "07"},
        },
        purpose="people",
    ),
    "two languages and the acronym in one cell, telephone and mail in another": UglyList(
        book(
            [
                ["No", "ឈ្មោះអង្គការ / Organization", "Contact person (អ្នកទំនាក់ទំនង)", "Tel / E-mail"],
                [1, "អង្គការពន្លឺ / Light (LO)", "Mr. Sok Dara", "012 345 678 / dara@light.example.org"],
                [2, "សមាគមស្ត្រី / Women (WA)", "Ms. Chan Ny", "ny@wa.example.org\n092 111 222"],
                [3, "បណ្តាញយុវជន / Youth Net (YN)", "H.E. Meas Vanna",
                 "Tel: 077 123 456, Email: yn@yn.example.org"],
            ]
        ),
        organisations={
            "អង្គការពន្លឺ": {"name_en": "Light", "acronym": "LO", "email": "dara@light.example.org"},
            "សមាគមស្ត្រី": {"acronym": "WA", "email": "ny@wa.example.org"},
            "បណ្តាញយុវជន": {"name_en": "Youth Net", "email": "yn@yn.example.org"},
        },
        people={
            "Sok Dara": {"honorific": "Mr.", "sex": "M", "phones": ("+85512345678",)},
            "Chan Ny": {"sex": "F", "phones": ("+85592111222",)},
            "Meas Vanna": {"honorific": "H.E.", "phones": ("+85577123456",)},
        },
    ),
    "days of the Buddhist era as text": UglyList(
        text(
            "ល.រ;ឈ្មោះ;ភេទ;ថ្ងៃចូលជាសមាជិក;ថ្ងៃខែឆ្នាំកំណើត\n"
            "១;សុខ ដារ៉ា;ប្រុស;១២/០៣/២៥៦៧;០១-០៥-១៩៨៥\n"
            "២;ចាន់ នី;ស្រី;ថ្ងៃទី៣ ខែឧសភា ព.ស.២៥៦៦;1990\n"
            "៣;មាស វណ្ណា;ប;5 May 2566;12.6.88\n",
            "utf-16",
        ),
        people={
            "សុខ ដារ៉ា": {"member_since": "2024-03-12", "birth_year": 1985},
            "ចាន់ នី": {"member_since": "2023-05-03", "birth_year": 1990},
            "មាស វណ្ណា": {"member_since": "2023-05-05", "birth_year": 1988},
        },
    ),
    "districts as headings, footnotes, a hidden row and column, totals": UglyList(
        book(
            [
                ["បញ្ជីសហគមន៍ ខេត្តបាត់ដំបង"],
                ["ល.រ", "ឈ្មោះសហគមន៍", "ប្រធាន", "ទូរស័ព្ទ"],
                ["ស្រុកបាណន់"], [1, "សហគមន៍នេសាទមួយ", "សុខ ដារ៉ា", 12345678], [2, "សហគមន៍នេសាទពីរ", "ចាន់ នី", 92111222],
                ["ស្រុកថ្មគោល"], [1, "សហគមន៍ព្រៃឈើ", "មាស វណ្ណា", "0"], [2, "សហគមន៍កសិកម្ម", "ហោ ចន្នី", ""],
                ["សរុប", "៤ សហគមន៍"], ["* មិនទាន់ចុះបញ្ជី"], ["ប្រភព៖ មន្ទីរកសិកម្ម"],
            ],
            ["A3:D3", "A6:D6"],
            hidden=((5,), ("D",)),
        ),
        organisations={
            "សហគមន៍នេសាទមួយ": {"place": "0201"},
            "សហគមន៍នេសាទពីរ": {"place": "0201"},
            "សហគមន៍ព្រៃឈើ": {"place": "0202"},
            "សហគមន៍កសិកម្ម": {"place": "0202"},
        },
        people={"ចាន់ នី": {"phones": ("+85592111222",)}, "មាស វណ្ណា": {"phones": ()}},
    ),
    "contacts out of Google": UglyList(
        text(
            "First Name,Middle Name,Last Name,Name Prefix,Nickname,Organization Name,Organization Title,"
            "Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
            "Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Website 1 - Value\n"
            "Dara,,Sok,Mr,,Light Organization,Director,1985-05-01,met at the forum,* myContacts,* Work,"
            'dara@light.example.org,Mobile,+855 12 345 678,Work,012 999 111,Home,"St 1\nBattambang",\n'
            "ស្រីនី,,ចាន់,,,សមាគមស្ត្រី,,,,* myContacts,,,Mobile,012345679 ::: 097 1234567,,,,,\n"
        ),
        organisations={"Light Organization": {}, "សមាគមស្ត្រី": {}},
        people={
            "Sok Dara": {
                "sex": "M", "birth_year": 1985, "email": "dara@light.example.org",
                "phones": ("+85512345678", "+85512999111"),
            },
            "ចាន់ ស្រីនី": {"phones": ("+85512345679", "+855971234567"), "notes": ""},
        },
    ),
    "contacts out of CiviCRM in Windows-1252": UglyList(
        text(
            '"Contact ID","Contact Type","Display Name","First Name","Last Name","Gender","Birth Date",'
            '"Job Title","Current Employer","Street Address","State","Phone","Email"\r\n'
            '"12","Individual","Dara Sok","Dara","Sok","Male","1985-05-01","Chargé de projet",'
            '"Light Organization","St 1","Battambang","012345678","dara@light.example.org"\r\n'
            '"13","Individual","Ny Chan","Ny","Chan","Female","","","Women Association","","Kampot",'
            '"092111222",""\r\n',
            "cp1252",
        ),
        organisations={"Light Organization": {"place": "02"}, "Women Association": {"place": "07"}},
        people={
            "Dara Sok": {"sex": "M", "notes": "Street Address: St 1"},
            "Ny Chan": {"sex": "F", "phones": ("+85592111222",)},
        },
    ),
    "French headings in the letters of an old Macintosh": UglyList(
        text(
            "N°;Nom et prénom;Sexe;Organisme;Fonction;Téléphone;Courriel;Province;Remarques\n"
            "1;Sok Dara;M;Réseau des jeunes;Président;012 345 678;a@b.example.org;Battambang;à rappeler\n"
            "2;Chan Ny;F;Réseau des jeunes;Secrétaire;012 345 679;;Kampot;\n",
            "mac_roman",
        ),
        organisations={"Réseau des jeunes": {}},
        people={"Sok Dara": {"notes": "à rappeler", "email": "a@b.example.org"}, "Chan Ny": {"sex": "F"}},
    ),
    "kinds and sectors as columns that are ticked": UglyList(
        book(
            [
                ["No", "Organization", "NGO", "CBO", "Association", "Health", "Education", "Phone"],
                [1, "Light", "x", "", "", "x", "✓", "012345678"],
                [2, "Hope", "", "x", "", "", "✓", "012345679"],
                [3, "Unity", "", "", "x", "", "", "012345670"],
            ]
        ),
        organisations={
            "Light": {"kind": "ngo", "sectors": ("health", "education")},
            "Hope": {"kind": "cbo", "sectors": ("education",)},
            "Unity": {"kind": "association", "sectors": ()},
        },
    ),
    "name and position in one cell": UglyList(
        book(
            [
                ["ល.រ", "អង្គការ", "ឈ្មោះ និងតួនាទី", "លេខទូរស័ព្ទ និងអ៊ីមែល"],
                ["១", "អង្គការពន្លឺ", "លោក សុខ ដារ៉ា (នាយក)", "012 345 678 dara@light.example.org"],
                ["២", "សមាគមស្ត្រី", "លោកស្រី ចាន់ នី (ប្រធាន)", "Tel:092 111 222"],
            ]
        ),
        organisations={"អង្គការពន្លឺ": {"email": "dara@light.example.org"}, "សមាគមស្ត្រី": {}},
        people={"សុខ ដារ៉ា": {"honorific": "លោក"}, "ចាន់ នី": {"phones": ("+85592111222",)}},
    ),
    "Limon": UglyList(
        book(
            [
                ["l>r", "eQµaHGgÁkar", "extþ", "elxTUrs½BÞ"],
                ["1", "GgÁkarpáaQUk", ")at;dMbg", "012 345 678"],
                ["2", "smaKmksikrKMrU", "kMBt", "097 1234567"],
            ],
            fonts=dict.fromkeys("ABCD", "Limon S1"),
        ),
        organisations={
            "អង្គការផ្កាឈូក": {"place": "02", "phones": ("+85512345678",)},
            "សមាគមកសិករគំរូ": {"place": "07", "phones": ("+855971234567",)},
        },
    ),
    "a list that goes on beside itself": UglyList(
        book(
            [
                ["បញ្ជីសមាជិក ឆ្នាំ២០២៤"],
                ["ល.រ", "ឈ្មោះ", "ភេទ", "", "ល.រ", "ឈ្មោះ", "ភេទ"],
                ["១", "សុខ ដារ៉ា", "ប", "", "៤", "ហោ ចន្នី", "ស"],
                ["២", "ចាន់ នី", "ស", "", "៥", "ទេព ចំប៉ា", "ស"],
                ["៣", "មាស វណ្ណា", "ប", "", "", "", ""],
            ]
        ),
        people={
            "សុខ ដារ៉ា": {"sex": "M"}, "ចាន់ នី": {"sex": "F"}, "មាស វណ្ណា": {"sex": "M"},
            "ហោ ចន្នី": {"sex": "F"}, "ទេព ចំប៉ា": {"sex": "F"},
        },
    ),
    "members of a network with blank repeats": UglyList(
        text(
            "Province\tDistrict\tOrganisation\tE-mail\n"
            "Battambang\tBanan\tHope\thope@x.example.org\n\t\tLight\tlight@x.example.org\n"
            "\tThma Koul\tUnity\t\nKampot\tChhuk\tJoy\t\n",
            name="list.txt",
        ),
        organisations={
            "Hope": {"place": "0201"}, "Light": {"place": "0201"}, "Unity": {"place": "0202"},
            "Joy": {"place": "0703"},
        },
    ),
}  # fmt: skip
