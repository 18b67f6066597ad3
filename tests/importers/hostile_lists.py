"""Lists in which a cell says what columns should: whose telephones, whole addresses; cards, both scripts."""

from importers.ugly_lists import UglyList, book

_FULL = ["ល.រ", "ឈ្មោះអង្គការ/សមាគម", "អាសយដ្ឋានបច្ចុប្បន្ន", "លេខទូរស័ព្ទទំនាក់ទំនង", "ថ្ងៃខែឆ្នាំចុះបញ្ជី", "ផ្សេងៗ"]
_ENGLISH = ["No", "Name of NGO (Khmer / English)", "Type", "Prov./District/Commune", "H/P", "Member since"]

LISTS = {
    "notes and totals between rows, whose telephones, Buddhist days, addresses, hidden cells": UglyList(
        book(
            [
                ["ព្រះរាជាណាចក្រកម្ពុជា"], ["តារាងសមាជិកបណ្តាញ ឆ្នាំ ២៥៦៧ ព.ស."], _FULL, ["ក. អង្គការក្នុងស្រុក"],
                [1, "អង្គការស្នាដៃកសិករ (អ.ស.ក)", "ភូមិដែលគ្មាន ឃុំដែលគ្មាន ស្រុកឯកភ្នំ",
                 "០១២ ៣៤៥ ៦៧៨ (សុខា) / ០៩២ ១១១ ២២២ ស្រីមុំ / ០៩៧ ៧១២ ៣៤៥៦ (ផ្ទះ)", "១៥ កុម្ភៈ ព.ស. ២៥៥៦"],
                [2, "អង្គការពន្លឺស្ទឹងសង្កែ", "ភូមិព្រែកមហាទេព សង្កាត់ស្វាយប៉ោ ក្រុងបាត់ដំបង",
                 "Tel: 012.888.777 (Dara), Fax 053 952 123", "05/03/2560 (ព.ស)"],
                ["ចំណាំ៖ អង្គការខាងលើមិនទាន់បង់វិភាគទានទេ"],
                [3, "អង្គការយុវជន", "", "088 999 8877 លោក វិបុល; 010 55 66 77 អ្នកស្រី ធីតា", "2561", "ថ្មី"],
                ["", "សរុប ៣"], ["ខ. សមាគម"],
                [1, "សមាគមស្ត្រី", "ភូមិអណ្តើកហែប ឃុំអណ្តើកហែប ស្រុករតនមណ្ឌល",
                 "017-222-333\n016-444-555 (គណនេយ្យ)", ""],
                ["", "សរុបរួម ៤ អង្គការ/សមាគម"], [], ["", "", "", "", "អ្នកធ្វើតារាង"],
                ["", "", "", "", "ស៊ឹម សុជាតា"],
            ],
            ("A1:F1", "A2:F2", "A4:F4", "A7:F7", "A10:F10"),
            hidden=((8,), ("F",)),
        ),
        organisations={
            "អង្គការស្នាដៃកសិករ": {
                "acronym": "អ.ស.ក", "kind": "ngo", "place": "0205", "registration_date": "2013-02-15",
                "phones": ("+85512345678", "+85592111222", "+855977123456"),
                "notes": "លេខទូរស័ព្ទទំនាក់ទំនង: ០១២ ៣៤៥ ៦៧៨ (សុខា) / ០៩២ ១១១ ២២២ ស្រីមុំ / ០៩៧ ៧១២ ៣៤៥៦ (ផ្ទះ)",
            },
            "អង្គការពន្លឺស្ទឹងសង្កែ": {"place": "02031001", "registration_date": "2017-03-05"},
            "អង្គការយុវជន": {"phones": ("+855889998877", "+85510556677"), "registration_date": "2018"},
            "សមាគមស្ត្រី": {
                "place": "02070201", "kind": "association", "phones": ("+85517222333", "+85516444555"),
            },
        },
    ),
    "cards one below the other, their names alone above them": UglyList(
        book(
            [
                ["NETWORK DIRECTORY 2024"], [],
                ["1.", "Clean River Association"], ["", "Acronym:", "CRA"],
                ["", "Contact person:", "Sok Vannak"],
                ["", "Phone:", "012 345 901"], ["", "Address:", "Prek Norint commune, Ek Phnom district"], [],
                ["2.", "Hope for Rural Women"], ["", "Acronym:", ""],
                ["", "Contact person:", "Ms. Chan Sreyneang"],
                ["", "Phone:", "092 345 902 / 017 345 903"], ["", "Address:", "Street 3, Battambang"],
            ],
            ("A1:C1",),
        ),
        organisations={
            "Clean River Association": {"acronym": "CRA", "place": "020501"},
            "Hope for Rural Women": {"acronym": "", "place": ""},
        },
        people={
            "Sok Vannak": {"phones": ("+85512345901",)},
            "Chan Sreyneang": {"sex": "F", "phones": ("+85592345902", "+85517345903")},
        },
    ),
    "a title to the right, names in both scripts, three places in a cell, headers again": UglyList(
        book(
            [
                ["", "", "LIST OF MEMBERS - updated 12.3.24 by Srey"], _ENGLISH,
                [1, "អង្គការដៃគូកសិករ / Farmer Partner Organization (FPO)", "LNGO",
                 "Battambang/Thma Koul/Ta Pung", "012 700 101", "2015"],
                [2, "សមាគមជនពិការ\nDisabled People Association - DPA", "Association",
                 "Battambang / Sangkae / Kampong Preah", "012 700 102", "Mar-2016"],
                [3, "Rural Light", "INGO", "BTB/Bavel/Khnach Romeas", "+855 23 700 104", "since 2018"],
                ["", "សរុបរង"], ["PROSPECTIVE MEMBERS (waiting for the board)"], _ENGLISH,
                [1, "បណ្តាញសាលា/School Network", "Network", "Koas Krala", "", ""],
            ],
            ("C1:F1", "A7:F7"),
            hidden=((3, 5), ("F",)),
        ),
        organisations={
            "អង្គការដៃគូកសិករ": {"name_en": "Farmer Partner Organization", "acronym": "FPO", "place": "020201"},
            "សមាគមជនពិការ": {"name_en": "Disabled People Association", "acronym": "DPA", "place": "020805"},
            "Rural Light": {"name_km": "", "kind": "ingo", "place": "020402"},
            "បណ្តាញសាលា": {"name_en": "School Network", "place": "0213"},
        },
    ),
}  # fmt: skip
