"""Makes the lists in resources/samples: as untidy as the lists of real secretariats, with invented people.

    python tools/make_samples.py [FOLDER]

The same files to the last byte every time, so that a change of a list shows in the history of the project.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "samples"
_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_THIN = Border(*(Side(style="thin") for _ in range(4)))
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_MADE = "2026-09-01T08:00:00Z"

# Khmer name, Latin name, acronym, kind, contact, sex, position, phone as typed, e-mail, member since, remark.
# A single text is a row that names a district.
MEMBERS: list[str | tuple[object, ...]] = [
    "ក្រុងបាត់ដំបង",
    ("អង្គការពន្លឺស្ទឹងសង្កែ", "Sangkae River Light Organization", "SRLO", "អង្គការ", "កែវ ចន្ទ្រា", "ស",
     "នាយកប្រតិបត្តិ", "០១២ ០០០ ១០១ / ០៩៧ ០០០០ ១០១", "srlo@example.org", "១២ មករា ២០១៥", "លេខាធិការដ្ឋានបណ្តាញ"),
    ("សមាគមស្ត្រីរួមដៃ", "Women Hand in Hand Association", "WHHA", "សមាគម", "ទេព សុគន្ធា", "ស",
     "ប្រធានក្រុមប្រឹក្សាភិបាល", 12000102, None, date(2016, 3, 8), None),
    ("អង្គការយុវជនដើម្បីឃុំស្អាត", "Youth for Clean Communes", "YCC", "អង្គការ", "ឡុង ពិសិដ្ឋ", "ប",
     "អ្នកគ្រប់គ្រងកម្មវិធី", "០១៧ ០០០១០៣", "ycc.btb@example.org", "០៥/០៦/២០១៩", None),
    ("មជ្ឈមណ្ឌលជំនួយផ្លូវច្បាប់ជនបទ", "Rural Legal Aid Centre", "RLAC", "អង្គការ", "ហុង វិបុល", "ប",
     "នាយកប្រតិបត្តិ", "(+855) 12-000104", "rlac@example.org", "2014", None),
    ("សមាគមជនពិការរស់រវើក\u200b", "Living Strong Association of Persons with Disabilities", "LSA", "សមាគម",
     "ម៉ៅ រតនា", "ស", "ប្រធានសមាគម", "០៩២ ០០០ ១០៥", None, "ថ្ងៃទី០៣ ខែធ្នូ ឆ្នាំ២០១៧", None),
    ("អង្គការមេរៀនបើកចំហ", "Open Lesson Organization", "OLO", "អង្គការ", "អ៊ុក និមល", "ស",
     "នាយករងប្រតិបត្តិ", "០៨៨ ០០០ ០១០៦, 012000106", "olo@example.org", "០១-១០-២០១៨", None),
    ("អង្គការស្ពានមេឃអន្តរជាតិ", "Sky Bridge International", "SBI", "អង្គការអន្តរជាតិ", "ស្រេង ធារ៉ា", "ប",
     "អ្នកគ្រប់គ្រងគម្រោង", "០១២ ០០០ ១០៧", "sbi.kh@example.org", "១៥ សីហា ២០២០", None),
    (),
    "ស្រុកថ្មគោល",
    ("សហគមន៍កសិកម្មអូរតាគី", "Ou Ta Ki Agricultural Community", "OAC", "សហគមន៍", "រស់ វិជ្ជា", "ប",
     "ប្រធានសហគមន៍", "០៩៩ ០០០ ១០៨", None, "២១/០២/២០១៨", None),
    ("សហគមន៍ប្រើប្រាស់ទឹកជ្រោយស្ដៅ", "Chrouy Sdau Water Users Community", "CWUC", "សហគមន៍", "ផាន់ គិរី", "ប",
     "ប្រធានសហគមន៍", "០៧៨ ០០០១០៩", None, "២០២១", None),
    ("សមាគមស្រូវក្រអូបថ្មគោល", "Thma Koul Fragrant Rice Association", "TFRA", "សមាគម", "មាស ស្រីមុំ", "ស",
     "ហេរញ្ញិក", 98000110, "tfra@example.org", "១៧ ឧសភា ២០២២", None),
    "ស្រុកបវេល",
    ("អង្គការសុខភាពភូមិយើង", "Our Village Health Organization", "OVHO", "អង្គការ", "សាន ទេវតា", "ស",
     "អ្នកគ្រប់គ្រងកម្មវិធី", "០១៦ ០០០ ១១១ ឬ ០៩២ ០០០ ១១១", "ovho@example.org", "១២-០៩-២០១៦", None),
    ("សហគមន៍សន្សំប្រាក់ខ្នាចរមាស", "Khnach Romeas Savings Community", "KSC", "សហគមន៍", "យឹម បុប្ផា", "ស",
     "ហេរញ្ញិក", "០៧១ ០០០ ០១១២", None, "ខែមករា ឆ្នាំ២០២០", None),
    ("សមាគមយុវជនបវេល", "Bavel Youth Association", "BYA", "សមាគម", "លាង សំណាង", "ប",
     "លេខាធិការ", "០៨៦ ០០០ ១១៣", None, date(2023, 6, 1), "រង់ចាំវិញ្ញាបនបត្រ"),
    "ស្រុកសង្កែ",
    ("អង្គការដើមត្នោតថ្មី", "New Sugar Palm Organization", "NSPO", "អង្គការ", "ជា ស្រីនិច", "ស",
     "នាយកប្រតិបត្តិ", "០១១ ០០០ ១១៤", "nspo@example.org", "៣០/០៤/២០១៥", None),
    ("សហគមន៍ត្បាញកន្ទេលរាំងកេសី", "Reang Kesei Mat Weavers Community", "RMWC", "សហគមន៍", "នួន ចិន្តា", "ស",
     "ប្រធានសហគមន៍", "០១៥ ០០០១១៥", None, "២៥ វិច្ឆិកា ២០១៩", None),
    ("បណ្តាញការពារកុមារនរា", "Norea Child Protection Network", "NCPN", "បណ្តាញ", "ប៉ុល សុខា", "ប",
     "អ្នកសម្របសម្រួលបណ្តាញ", "០៩៧ ០០០ ០១១៦", None, "០១/០៦/២០២១", None),
    "ស្រុកមោងឫស្សី",
    ("អង្គការអភិវឌ្ឍន៍ស្រែចម្ការ", "Farm and Field Development Organization", "FFDO", "អង្គការ", "ឃួន ណារិទ្ធ", "ប",
     "នាយកប្រតិបត្តិ", "០១២ ០០០ ១១៧ / 118", "ffdo@example.org", "០៨ កញ្ញា ២០១៤", None),
    ("សហគមន៍ព្រៃឈើភ្នំខ្លោង", "Phnom Khlong Community Forestry", "PKCF", "សហគមន៍", "ឈិន ពិរុណ", "ប",
     "ប្រធានសហគមន៍", "០៨៩ ០០០ ១១៩", None, "២០១៨", None),
    "ស្រុកបាណន់",
    ("អង្គការផ្ទះកុមារភ្នំសំពៅ", "Phnum Sampov Children's House", "PSCH", "អង្គការ", "អៀម លក្ខិណា", "ស",
     "អ្នកគ្រប់គ្រងគម្រោង", "០៧៧ ០០០ ១២០", "psch@example.org", "១៩-១១-២០១៧", None),
    ("សមាគមមនុស្សចាស់បាយដំរាំ", "Bay Damram Older People's Association", "BOPA", "សមាគម", "ម៉ម សារ៉ាត់", "ប",
     "ប្រធានសមាគម", "០៩៥ ០០០", None, "១ តុលា ២០២២", None),
    "ស្រុករតនមណ្ឌល",
    ("អង្គការដីសុវត្ថិភាព", "Safe Ground Organization", "SGO", "អង្គការ", "តាំង វិសាល", "ប",
     "មន្ត្រីគម្រោង", "០១២ ០០០ ១២២", "sgo@example.org", "០៤ មេសា ២០១៣", None),
    ("សហគមន៍ពោតផ្លូវមាស", "Phlov Meas Maize Community", "PMC", "សហគមន៍", "ហួត សុភាព", "ស",
     "ប្រធានសហគមន៍", "០៨១ ០០០១២៣", None, "២០២៣", None),
    "ស្រុកឯកភ្នំ",
    ("អង្គការឃ្លាំមើលបឹងទន្លេសាប", "Tonle Sap Lake Watch", "TLW", "អង្គការ", "ឡាយ បូរ៉ា", "ប",
     "នាយកប្រតិបត្តិ", "០១២ ០០០ ១២៤", "tlw@example.org", "២២ ឧសភា ២០១៦", "ធ្វើការនៅសៀមរាបដែរ"),
    ("សហគមន៍នេសាទកោះជីវាំង", "Kaoh Chiveang Community Fishery", "KCCF", "សហគមន៍", "ជៀម សាមុត", "ប",
     "ប្រធានសហគមន៍", "០៩៦ ០០០ ០១២៥", None, "១៤/០២/២០១៧", None),
]  # fmt: skip

# Name in Latin letters and in Khmer, sex, position, organisation in English and Khmer, province, district,
# phone, joined, e-mail, remark.
FOCAL_PERSONS = """
Chan Sreyna;ចាន់ ស្រីណា;F;Executive Director;Bakong Weaving Women's Association;សមាគមស្ត្រីត្បាញបាគង;Siem Reap;Prasat Bakong;017000201;12/03/2019;bwwa@example.org;
Sok Vuthy;សុខ វុទ្ធី;M;Programme Manager;Bakong Weaving Women's Association;សមាគមស្ត្រីត្បាញបាគង;Siem Reap;Prasat Bakong;017 000 202;2021-05-14;;
Meng Dara;ម៉េង ដារ៉ា;M;Executive Director;Krabei Riel Community Development;អង្គការអភិវឌ្ឍន៍សហគមន៍ក្របីរៀល;Siemreap;Krong Siem Reap;012 000 203 / 088 000 0203;១៥ មករា ២០១៨;kcd@example.org;secretariat
Kong Bopha;គង់ បុប្ផា;ស្រី;Finance Officer;Krabei Riel Community Development;អង្គការអភិវឌ្ឍន៍សហគមន៍ក្របីរៀល;Siem Reap;ក្រុងសៀមរាប;+855 12 000 204;3-Jun-24;;
Hun Sophy;ហ៊ុន សុភី;F;Project Officer;Krabei Riel Community Development;អង្គការអភិវឌ្ឍន៍សហគមន៍ក្របីរៀល;សៀមរាប;Siem Reap city;"012000205
097 000 0205";2025;;
Vann Ratha;វណ្ណ រដ្ឋា;ប្រុស;Community leader;Puok Rice Bank Community;សហគមន៍ធនាគារស្រូវពួក;Siem Reap;Puok;០៩២ ០០០ ២០៦;០១/០៧/២០២០;;
Heng Sreytouch;ហេង ស្រីតូច;ស;Treasurer;Puok Rice Bank Community;សហគមន៍ធនាគារស្រូវពួក;Siem Reap;ស្រុកពួក;092 000 207;01.07.2020;;
Kim Visal;គឹម វិសាល;M;Network Coordinator;Siem Reap Youth Voices Network;បណ្តាញសំឡេងយុវជនសៀមរាប;Siem Reab;Siem Reap;010 000 208;20 Feb 2022;youthvoices@example.org;
Ly Malin;លី ម៉ាលីន;F;Volunteer;Siem Reap Youth Voices Network;បណ្តាញសំឡេងយុវជនសៀមរាប;Siem Reap;Siem Reap;010 000 209;ឧសភា ២០២៥;;
Sao Phalla;សៅ ផល្លា;female;Executive Director;Angkor Disability Rights Organization;អង្គការសិទ្ធិជនពិការអង្គរ;Siem Reap;Angkor Thom;015 000 210;08/09/2017;adro@example.org;
Bun Rith;ប៊ុន រិទ្ធ;male;Project Manager;Angkor Disability Rights Organization;អង្គការសិទ្ធិជនពិការអង្គរ;Siem Reap;Angkor Thum;015000211;2023-01-09;;
Chhay Leakhena;ឆាយ លក្ខិណា;F;Executive Director;Kulen Spring Environment;អង្គការបរិស្ថានទឹកភ្នំគូលែន;Siem Reap;Svay Leu;011 000 212 or 071 000 0212;១៧ កញ្ញា ២០១៦;kse@example.org;
Vong Kakada;វង្ស កក្កដា;M;Community Facilitator;Kulen Spring Environment;អង្គការបរិស្ថានទឹកភ្នំគូលែន;Siem Reap;Banteay Srey;011 000 213;2024;;
Ros Chanthou;រស់ ចន្ធូ;F;Community leader;Kampong Phluk Community Fishery;សហគមន៍នេសាទកំពង់ភ្លុក;Siem Reap;Prasat Bakong;096 000 0214;15-11-2018;;phone often off
Prak Tola;ប្រាក់ តុលា;M;Secretary;Kampong Khleang Floating School Association;សមាគមសាលាបណ្តែតទឹកកំពង់ឃ្លាំង;Siem Reap;Soutr Nikom;070 000 215;៣០/០៨/២០២១;;
Moeun Sreyneang;មឿន ស្រីនាង;F;Teacher;Kampong Khleang Floating School Association;សមាគមសាលាបណ្តែតទឹកកំពង់ឃ្លាំង;Siem Reap;Sotr Nikum;070 000 216;2023;;
Nget Sophat;ង៉ែត សុផាត់;M;Project Manager;Tonle Sap Lake Watch;អង្គការឃ្លាំមើលបឹងទន្លេសាប;Siem Reap;Chi Kraeng;012 000 217;12 Aug 2020;;office in Battambang
Phai Kanha;ផៃ កញ្ញា;F;Project Officer;Tonle Sap Lake Watch;អង្គការឃ្លាំមើលបឹងទន្លេសាប;Siem Reap;Chi Kraeng;012 000 218;៥ មីនា ២០២៤;;
Thong Somaly;ថោង សុម៉ាលី;F;Executive Director;Clean Hands Rural Health;អង្គការសុខភាពជនបទដៃស្អាត;Siem Reap;Kralanh;089 000 219;2015-10-15;chrh@example.org;
Suon Mony;សួន មុនី;M;Monitoring & Evaluation Officer;Clean Hands Rural Health;អង្គការសុខភាពជនបទដៃស្អាត;Siem Reap;Srei Snam;089 000 220;31/02/2022;;
""".strip()  # noqa: E501

# Name, sex, age, position, institution, phone, youth, disability.
GUESTS: list[tuple[object, ...]] = [
    ("រស់ វិជ្ជា", "ប", 47, "ប្រធានសហគមន៍", "សហគមន៍កសិកម្មអូរតាគី", "០៩៩ ០០០ ១០៨", None, None),
    ("មាស ស្រីមុំ", "ស", 39, "ហេរញ្ញិក", "សមាគមស្រូវក្រអូបថ្មគោល", 98000110, None, None),
    ("ផាន់ គិរី", "ប", "៥២", "ប្រធានសហគមន៍", "សហគមន៍ប្រើប្រាស់ទឹកជ្រោយស្ដៅ", "០៧៨ ០០០១០៩", None, "✓"),
    ("ឈឿង ពិសី", "ស", "២៤", "អ្នកស្ម័គ្រចិត្ត", "សហគមន៍កសិកម្មអូរតាគី", "០៩៩ ០០០ ៣០១", "✓", None),
    ("ធី ចំប៉ា", "ស", 33, "សមាជិកសហគមន៍", "សហគមន៍កសិកម្មអូរតាគី", None, None, None),
    ("អ៊ុន សុជាតិ", "ប", 61, "មេភូមិ", "សាលាឃុំអូរតាគី", "០១២ ០០០ ៣០២", None, None),
    ("ជឿន ដានី", "ស", "២៩", "ស្មៀនឃុំ", "សាលាឃុំជ្រោយស្ដៅ", "០១២ ០០០ ៣០៣", "✓", None),
    ("សេង វាសនា", "ស", 44, "គ្រូបង្រៀន", "សាលាបឋមសិក្សាតាម៉ឺន", "០៧៧ ០០០ ៣០៤", None, None),
    ("លឹម ឧត្តម", "ប", "១៩", "យុវជន", "សមាគមស្រូវក្រអូបថ្មគោល", "០៩៨ ០០០ ៣០៥", "✓", None),
    ("ឆេង កញ្ញា", "ស", "២១", "យុវជន", "សមាគមស្រូវក្រអូបថ្មគោល", "០៩៨ ០០០ ៣០៦", "✓", None),
    ("ហោ សុវណ្ណ", "ប", 36, "កសិករ", "សហគមន៍ប្រើប្រាស់ទឹកជ្រោយស្ដៅ", "-", None, None),
    ("ញឹម វន្នី", "ស", 41, "កសិករ", "សហគមន៍ប្រើប្រាស់ទឹកជ្រោយស្ដៅ", "០៧៨ ០០០ ៣០៧", None, "✓"),
    ("ឡេង សុភក្តិ", "ស", 27, "មន្ត្រីគម្រោង", "អង្គការពន្លឺស្ទឹងសង្កែ", "០១២ ០០០ ៣០៨", "✓", None),
    ("កែវ ចន្ទ្រា", "ស", 45, "នាយកប្រតិបត្តិ", "អង្គការពន្លឺស្ទឹងសង្កែ", "០១២ ០០០ ១០១", None, None),
]

# Title, kind, number, date, issued by, language, copies, shelf.
TITLES: list[tuple[object, ...]] = [
    ("ច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល", "ច្បាប់", "នស/រកម/០៨១៥/០០៩", "១២ សីហា ២០១៥",
     "រាជរដ្ឋាភិបាល", "ខ្មែរ", 4, "ច-១"),
    ("Law on Associations and Non-Governmental Organizations", "Law", "NS/RKM/0815/009", "12-Aug-15",
     None, "English", 1, "ច-១"),
    ("ច្បាប់ស្តីពីការគ្រប់គ្រងរដ្ឋបាលរាជធានី ខេត្ត ក្រុង ស្រុក ខណ្ឌ", "ច្បាប់", "នស/រកម/០៥០៨/០១៧",
     "24/05/2008", "រាជរដ្ឋាភិបាល", "ខ្មែរ", "៣", "ច-១"),
    ("ច្បាប់ភូមិបាល", "ច្បាប់", "នស/រកម/០៨០១/១៤", "30/08/2001", None, "ខ្មែរ", 2, "ច-២"),
    ("ច្បាប់ស្តីពីកិច្ចការពារបរិស្ថាន និងការគ្រប់គ្រងធនធានធម្មជាតិ", "ច្បាប់", "នស/រកម/១២៩៦/៣៦",
     "២៤ ធ្នូ ១៩៩៦", None, "ខ្មែរ", 1, "ច-២"),
    ("សៀវភៅណែនាំអ្នកសម្របសម្រួលប្រជុំភូមិ", "សៀវភៅណែនាំ", None, 2023, "បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តបាត់ដំបង",
     "ខ្មែរ", 12, "ស-១"),
    ("Fish sanctuaries run by villages: four years of notes", "Case study", None, "2024",
     "Tonle Sap Lake Watch", "English", 2, "ស-៣"),
    ("របាយការណ៍ប្រចាំឆ្នាំ ២០២៥ របស់បណ្តាញ", "របាយការណ៍", None, "មករា ២០២៦",
     "បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តបាត់ដំបង", "ខ្មែរ", 6, "ស-២"),
    ("ច្បាប់ភូមិបាល", "ច្បាប់", "NS/RKM/0801/14", "30-08-2001", None, "ខ្មែរ", 1, "ច-៣"),
]  # fmt: skip


def khmer(number: int) -> str:
    return str(number).translate(_KHMER_DIGITS)


def _titles(sheet: Worksheet, lines: list[str | None], columns: int) -> None:
    for row, text in enumerate(lines, 1):
        sheet.append([text])
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        sheet.cell(row, 1).alignment = _CENTRE
        sheet.cell(row, 1).font = Font(name="Khmer OS Muol Light", size=12)


def _framed(sheet: Worksheet, first: int, last: int, columns: int) -> None:
    for row in sheet.iter_rows(min_row=first, max_row=last, max_col=columns):
        for cell in row:
            cell.border = _THIN
            cell.font = Font(name="Khmer OS Siemreap", size=10)


def members() -> Workbook:
    """The members of Battambang: title rows, a merged header of two rows, a row for each district."""
    book = Workbook()
    sheet = book.active
    sheet.title = "សមាជិក ២០២៦"
    _titles(sheet, [
        "ព្រះរាជាណាចក្រកម្ពុជា", "ជាតិ សាសនា ព្រះមហាក្សត្រ", None,
        "បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តបាត់ដំបង", "បញ្ជីអង្គការ-សមាគមជាសមាជិក គិតត្រឹមខែសីហា ឆ្នាំ២០២៦", None,
    ], 12)  # fmt: skip
    sheet.append(["ល.រ", "ឈ្មោះអង្គការ/សមាគម", None, None, "ប្រភេទ", "អ្នកតំណាង", None, None, None, "អ៊ីមែល",
                  "ថ្ងៃចូលជាសមាជិក", "ផ្សេងៗ"])  # fmt: skip
    sheet.append([None, "ភាសាខ្មែរ", "ភាសាអង់គ្លេស", "អក្សរកាត់", None, "គោត្តនាម-នាម", "ភេទ", "តួនាទី", "លេខទូរស័ព្ទ"])
    for area in ("A7:A8", "B7:D7", "E7:E8", "F7:I7", "J7:J8", "K7:K8", "L7:L8"):
        sheet.merge_cells(area)
    number = 0
    for one in MEMBERS:
        if isinstance(one, str):
            sheet.append([one])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=12)
        elif one:
            number += 1
            sheet.append([khmer(number), *one])
        else:
            sheet.append([None, " "])
    sheet.append(["សរុប", f"{khmer(number)} អង្គការ-សមាគម"])
    _framed(sheet, 7, sheet.max_row, 12)
    for line in ("ថ្ងៃអង្គារ ៤រោច ខែស្រាពណ៍ ឆ្នាំមមី អដ្ឋស័ក ព.ស.២៥៧០", "បាត់ដំបង ថ្ងៃទី០១ ខែកញ្ញា ឆ្នាំ២០២៦",
                 "អ្នករៀបចំបញ្ជី", None, None, "ឡេង សុភក្តិ"):  # fmt: skip
        sheet.append([None] * 8 + [line])
    for letter, width in zip("ABCDEFGHIJKL", (6, 34, 40, 9, 14, 18, 6, 24, 28, 22, 22, 22), strict=True):
        sheet.column_dimensions[letter].width = width
    return book


def focal_persons() -> bytes:
    """The people of Siem Reap, one a row, as Excel saves a list for a European computer."""
    lines = [
        "SIEM REAP CIVIL SOCIETY NETWORK;;;;;;;;;;;;",
        "Focal persons of member organisations - បញ្ជីជនបង្គោល ២០២៦;;;;;;;;;;;;",
        ";" * 12,
        "No;Name;ឈ្មោះ;Sex;Position;Organization;ឈ្មោះអង្គការ;Province;ស្រុក/ក្រុង;Phone;Date joined;Email;Remarks",
    ]
    people = re.findall(r'(?:[^\n"]|"[^"]*")+', FOCAL_PERSONS)
    lines += [f"{number};{person}" for number, person in enumerate(people, 1)]
    lines += [f"Total;{len(people)} persons;;;;;;;;;;;", ";" * 12]
    lines += ["Prepared by: Meng Dara;;;;;;;;;;;;", "Siem Reap, 28 August 2026;;;;;;;;;;;;"]
    return ("\r\n".join(line.replace("\n", "\r\n") for line in lines) + "\r\n").encode("utf-8-sig")


def attendance() -> Workbook:
    """The attendance list of a district meeting of Battambang, typed from the signed sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "វត្តមាន"
    _titles(sheet, [
        "បញ្ជីវត្តមាន", "កិច្ចប្រជុំបណ្តាញស្រុកថ្មគោល", "ថ្ងៃទី២១ ខែកក្កដា ឆ្នាំ២០២៦ នៅសាលាស្រុកថ្មគោល",
    ], 10)  # fmt: skip
    sheet.append(["ល.រ", "គោត្តនាម-នាម", "ភេទ", "អាយុ", "តួនាទី", "ស្ថាប័ន", "លេខទូរស័ព្ទ", "យុវជន", "ពិការភាព",
                  "ហត្ថលេខា"])  # fmt: skip
    for number, guest in enumerate(GUESTS, 1):
        sheet.append([khmer(number), *guest, None])
    women = sum(guest[1] == "ស" for guest in GUESTS)
    sheet.append(["សរុប", f"{khmer(len(GUESTS))} នាក់ ស្រី {khmer(women)} នាក់"])
    _framed(sheet, 4, sheet.max_row, 10)
    sheet.append([None] * 6 + ["អ្នកធ្វើបញ្ជី"])
    for letter, width in zip("ABCDEFGHIJ", (6, 20, 6, 7, 20, 32, 18, 9, 9, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    return book


def library() -> Workbook:
    """What stands on the shelf of Battambang; one law is there in two languages and one was entered twice."""
    book = Workbook()
    sheet = book.active
    sheet.title = "បណ្ណាល័យ"
    _titles(sheet, ["បញ្ជីឯកសារក្នុងបណ្ណាល័យ", None], 9)
    sheet.append(["ល.រ", "ចំណងជើង", "ប្រភេទឯកសារ", "លេខ", "ថ្ងៃខែឆ្នាំ", "ស្ថាប័នចេញផ្សាយ", "ភាសា", "ចំនួនច្បាប់", "ធ្នើ"])
    for number, title in enumerate(TITLES, 1):
        sheet.append([number, *title])
    _framed(sheet, 3, sheet.max_row, 9)
    for letter, width in zip("ABCDEFGHI", (6, 60, 16, 20, 18, 32, 10, 12, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    return book


def same_bytes(book: Workbook) -> bytes:
    """The workbook without the moment in which it was saved."""
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _MADE.encode(), content)
            new.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "battambang_members.xlsx").write_bytes(same_bytes(members()))
    (folder / "siem_reap_focal_persons.csv").write_bytes(focal_persons())
    (folder / "battambang_attendance_2026-07-21.xlsx").write_bytes(same_bytes(attendance()))
    (folder / "battambang_library.xlsx").write_bytes(same_bytes(library()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
