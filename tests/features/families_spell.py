"""Names as families and offices write them: in Khmer, then in Latin letters as UN, French or home has it.

For the second truth of `entered_otherwise`: nothing here is put together by rules.
"""


def _several(text: str) -> list[tuple[str, ...]]:
    """A name a line: in Khmer, then its Latin spellings, the most usual first."""
    return [tuple(part.strip() for part in each.split("|")) for each in text.strip().splitlines()]


def _in_a_row(text: str) -> list[tuple[str, ...]]:
    return [tuple(each.split("/")) for each in text.split()]


SURNAMES = _in_a_row("""
សុខ/Sok/Sokh/Suk ចាន់/Chan/Chann/Tchan ជា/Chea/Chia/Tchea គឹម/Kim/Kem/Koem លី/Ly/Li/Lee
ហេង/Heng/Haeng លឹម/Lim/Lem/Loem អ៊ុក/Ouk/Uk/Ok ម៉ៅ/Mao/Mau អ៊ុំ/Oum/Um/Om ព្រំ/Prum/Prom/Proum
ស៊ឹម/Sim/Sem/Soem ញឹម/Nhim/Nhem/Nhoem ងួន/Nguon/Ngoun/Nguan ឈឹម/Chhim/Chhem/Chhoem
យឹម/Yim/Yem/Yoem កែវ/Keo/Kev/Kaev ទេព/Tep/Tepp/Teb សាន/San/Sann/Sane វ៉ាន់/Van/Vann/Wan
ឡុង/Long/Lung/Loung ទូច/Touch/Tuch/Toch ប៊ុន/Bun/Boun/Bunn ម៉ម/Mom/Mam/Mâm សុន/Son/Sun/Soun
ពេជ្រ/Pich/Pech/Pecht ឃុន/Khun/Khoun/Kun នួន/Nuon/Noun/Nuan តាំង/Taing/Tang/Teang ឡាយ/Lay/Lai/Laay
ហ៊ុន/Hun/Houn/Hunn ឈួន/Chhuon/Chhoun/Chuon ខៀវ/Khiev/Khieu/Khiew ទិត្យ/Tith/Tit/Titt ឯក/Ek/Aek/Eak
ឌឹម/Dim/Dem/Doem មាស/Meas/Mias/Méas យន់/Yon/Yorn/Yun ឃឹម/Khim/Khem/Khoem វង្ស/Vong/Vongs/Wong
រស់/Ros/Rous/Ruos ស៊ាង/Seang/Siang/Séang ប៉ែន/Pen/Paen/Pèn ឆាយ/Chhay/Chhai/Chay
ផាន់/Phan/Phann/Pan សួន/Suon/Soun/Suan ហួត/Huot/Hout/Huoth ង៉ែត/Nget/Ngaet/Ngeth
""")
GIVEN = _in_a_row("""
សុភា/Sophea/Sophia/Saophea សុភាព/Sopheap/Sopheab/Sophiep ចាន់ថា/Chantha/Chanta/Channtha
វណ្ណា/Vanna/Vannah/Wanna ដារ៉ា/Dara/Darah រតនា/Rattana/Ratana/Rotana បូរី/Borey/Bory/Borei
ស្រីមុំ/Sreymom/Sreymum/Sreimom ពៅ/Pov/Peou/Pouv ស្រីនាង/Sreyneang/Sreynieng/Sreineang
សុវណ្ណ/Sovann/Sovan/Suvann វិចិត្រ/Vichet/Vicheth/Vichit មករា/Makara/Meakara/Mokara
បុប្ផា/Bopha/Bophar/Bupha ចិន្តា/Chenda/Chinda/Chentha ពិសិដ្ឋ/Piseth/Pisit/Pisith
សំណាង/Samnang/Somnang/Samnaing វុទ្ធី/Vuthy/Wuthy/Vutthy រិទ្ធី/Rithy/Rithi/Rethy
គឹមហុង/Kimhong/Kemhong/Kimhung ម៉ាលី/Maly/Mali/Malee ថាវី/Thavy/Thavi/Tavy នារី/Neary/Nary/Nearey
កល្យាណ/Kalyan/Kallyan/Kaliyan ច័ន្ទដារ៉ា/Chandara/Chanthdara/Chandarah
ភារម្យ/Phearom/Phearum/Phirum សុផល/Sophal/Sophol/Saphal សុខុម/Sokhom/Sokom/Sokhum
សារ៉ាត់/Sarath/Sarat/Sarad សាវឿន/Savoeun/Savoeurn/Saveun ផល្លា/Phalla/Phala/Phallar
ភក្តី/Pheakdey/Pheakdei/Phakdey វិបុល/Vibol/Viboul/Vibul សុខហេង/Sokheng/Sokhaeng
ណារិន/Narin/Narinn/Naren ឧត្តម/Oudom/Udom/Outdom មុនី/Mony/Muny/Mouny
សុជាតា/Socheata/Socheatha/Sucheata កុសល/Kosal/Kosol/Kausal វាសនា/Veasna/Veassna/Vesna
រស្មី/Rasmey/Raksmey/Rasmei ពុទ្ធា/Puthea/Putthea/Buthea ទេវី/Tevy/Tevi/Devi
សុគន្ធា/Sokunthea/Sokuntea/Sokonthea ចន្ធូ/Chanthou/Chanthu/Chantou
លក្ខិណា/Leakena/Leakhena/Lakhena ហុងលី/Hongly/Hongli/Hungly
ប៊ុនធឿន/Bunthoeun/Bunthoeurn/Bounthoeun រដ្ឋា/Ratha/Rattha/Roatha ធីតា/Thida/Thyda/Tida
ណារ៉ុង/Narong/Narung/Naroung សុធា/Sothea/Sothia/Sotea មង្គល/Mongkol/Mongkul/Mungkol
ភិរុណ/Phirun/Pirun/Phiroun ពន្លឺ/Ponleu/Ponlue/Ponloeu សម្បត្តិ/Sambath/Sombat/Sambat
សុផានី/Sophany/Sophanny/Sophani គន្ធា/Kunthea/Kuntea/Konthea វ៉ាន់នី/Vanny/Vanni/Vannie
ស៊ីណា/Sina/Cina/Seena អូន/Oun/Un/Aun សុខា/Sokha/Sokhar/Sukha ធារី/Theary/Thearry/Theari
ចំរើន/Chamroeun/Chamreun/Chomroeun វិសាល/Visal/Visall/Wisal បញ្ញា/Panha/Pagna/Panhar
កញ្ញា/Kanha/Kagna/Kannha
""")

# English, Khmer, in Latin letters; half of them are words of trades that no vocabulary need know.
WORK = _several("""
Women | ស្ត្រី | Strey
Farmers | កសិករ | Kaksekor
Beekeepers | អ្នកចិញ្ចឹមឃ្មុំ | Neak Chenhchem Khmum
Cashew Growers | អ្នកដាំស្វាយចន្ទី | Neak Dam Svay Chanty
Midwives | ឆ្មប | Chhmob
Salt Workers | អ្នកធ្វើអំបិល | Neak Thveu Ambel
Widows | ស្ត្រីមេម៉ាយ | Strey Memay
Street Vendors | អ្នកលក់ដូរតាមផ្លូវ | Neak Luok Dor Tam Plov
Potters | អ្នកស្មូនឆ្នាំង | Neak Smaun Chhnang
Fishers | នេសាទ | Nesaat
Forest Users | អ្នកប្រើប្រាស់ព្រៃឈើ | Neak Breu Bras Prey Chheu
Water Users | អ្នកប្រើប្រាស់ទឹក | Neak Breu Bras Teuk
Disabled Persons | ជនមានពិការភាព | Chon Mean Pikarpheap
Elders | ចាស់ជរា | Chas Chorea
Youth | យុវជន | Yuvachon
Pepper Growers | អ្នកដាំម្រេច | Neak Dam Mrech
Pagoda Committees | គណៈកម្មការវត្ត | Kanakammakar Wat
Weavers | អ្នកតម្បាញ | Neak Tambanh
Tuk-tuk Drivers | អ្នករត់កង់បី | Neak Rot Kang Bei
Domestic Workers | អ្នកធ្វើការតាមផ្ទះ | Neak Thveu Kar Tam Pteah
Parents of School Children | មាតាបិតាសិស្ស | Meata Beida Seus
Savings | សន្សំប្រាក់ | Sansam Prak
Human Rights Observers | អ្នកឃ្លាំមើលសិទ្ធិមនុស្ស | Neak Khleammeul Sethi Manus
Environment Defenders | អ្នកការពារបរិស្ថាន | Neak Karpear Borithan
""")
FORMS = _several("""
Association | សមាគម | Samakum
Organization | អង្គការ | Angkar
Network | បណ្តាញ | Bandanh
Cooperative | សហករណ៍ | Sahakor
Group | ក្រុម | Krom
Community | សហគមន៍ | Sahakom
Federation | សហព័ន្ធ | Sahapoan
""")
PROPER = _several("""
Ponlok Thmey | ពន្លកថ្មី | Ponlork Thmei
Banteay Chey | បន្ទាយជ័យ | Bantey Jey
Santi Phal | សន្តិផល | Sante Phol
Mlup Meas | ម្លប់មាស | Mlob Mias
Doun Ney | ដូននី | Don Nei
Krousar Samnang | គ្រួសារសំណាង | Kruosar Somnang
Chivit Sros | ជីវិតស្រស់ | Chivet Srors
Trey Visay | ត្រីវិស័យ | Treyvisai
Damnok Toek | ដំណក់ទឹក | Domnok Teuk
Ruom Kumnit | រួមគំនិត | Roum Komnit
Neak Tep | អ្នកទេព | Neak Theb
Phka Rumdoul | ផ្ការំដួល | Pka Romduol
Kolap Prey | កូឡាបព្រៃ | Kulap Prei
Aphiwat Meanchey | អភិវឌ្ឍន៍មានជ័យ | Apheavat Mean Chey
Prasat Thom | ប្រាសាទធំ | Brasat Thum
Sovann Phoum | សុវណ្ណភូមិ | Suvannaphum
Khemara Sneha | ខេមរាស្នេហ៍ | Kemara Sneh
Rean Sokh | រៀនសុខ | Rien Sok
Preah Vessandor | ព្រះវេស្សន្តរ | Preah Vesandar
Bodhi Tree | ពោធិព្រឹក្ស | Pouthipreuk
Green Shoots | ពន្លកបៃតង | Ponlok Baitang
Hands Together | ដៃរួមគ្នា | Dai Ruom Knea
Morning Star | ផ្កាយព្រឹក | Pkay Preuk
New Bridge | ស្ពានថ្មី | Spean Thmey
Open Door | ទ្វារបើក | Tvear Baek
""")
