"""Names and words of which invented lists of people and organisations are made.

They are put together here and not taken from the program's own vocabulary: half of them it does not know.
"""


def _pairs(text: str) -> list[tuple[str, ...]]:
    """Words parted by spaces, the forms of each by strokes."""
    return [tuple(each.split("/")) for each in text.split()]


def _lines(text: str) -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in each.split("|")) for each in text.strip().splitlines()]


SURNAMES = _pairs("""
ចាន់/Chan សុខ/Sok ជា/Chea ម៉េង/Meng គង់/Kong កែវ/Keo ហ៊ុន/Hun ទេព/Tep វណ្ណ/Vann កែ/Ke ហេង/Heng គឹម/Kim
ច័ន្ទ/Chan ម៉ម/Mam ម៉ៅ/Mao លី/Ly សៅ/Sao ប៊ុន/Bun ស៊ុំ/Sum គីម/Kim ឆាយ/Chhay ឈឿង/Chhoeung ឈិន/Chhin
វង្ស/Vong សាយ/Say ហោ/Hor រស់/Ros សម/Sam ប្រាក់/Prak មឿន/Moeun សាន/San ឈុន/Chhun ង៉ែត/Nget ផៃ/Phai
ជឿន/Choeun ផាន់/Phan ឡុង/Long ធី/Thy បឿន/Boeun លាង/Leang ស៊ិម/Sim អៀម/Eam អ៊ុន/Un លឹម/Lim ឃួន/Khuon
ប៉ុល/Pol ឡេង/Leng ឡៅ/Lao អៀង/Eang ជៀម/Chiem ឈាន/Chhean ផន/Phorn ស្រេង/Sreng ឆេង/Chheng សែន/Sen ហុង/Hong
យឹម/Yim អ៊ុំ/Um ឃឹម/Khim អ៊ុក/Ouk ហឿន/Hoeun មាស/Meas ញឹម/Nhem នួន/Nuon ពេជ្រ/Pich អ៊ូច/Ouch តាំង/Taing
សេង/Seng ឆៃ/Chhai ឡាយ/Lay អ៊ុង/Ung ទូច/Touch សួន/Suon ស៊ឹម/Sim ឃុន/Khun ថោង/Thong ហួត/Huot យិន/Yin
ជុំ/Chum នៅ/Nov
""")
GIVEN = _pairs("""
សុភា/Sophea/u សុខា/Sokha/u ដារ៉ា/Dara/m ដារា/Dara/m រិទ្ធ/Rith/m វិជ្ជា/Vichea/m បូរ៉ា/Bora/m
វិបុល/Vibol/m វិចិត្រ/Vichet/m សុវណ្ណ/Sovann/m ពិសិដ្ឋ/Piseth/m វុទ្ធី/Vuthy/m ពុទ្ធី/Puthy/m
សំណាង/Samnang/m សុវណ្ណារ៉ា/Sovannara/m រដ្ឋា/Ratha/m ណារិទ្ធ/Narith/m ចំរើន/Chamroeun/m និស្ស័យ/Nisay/m
ឧត្តម/Oudom/m មុនី/Mony/m បញ្ញា/Panha/m រង្ស៊ី/Rainsy/m កក្កដា/Kakada/m សីហា/Seyha/m វាសនា/Veasna/u
តុលា/Tola/m សុជាតិ/Socheat/m សុផាត់/Sophat/m ប៊ុនសុង/Bunsong/m សារ៉ាត់/Sarath/m ភារម្យ/Phearum/m
គិរី/Kiri/m សាមុត/Samut/m ខេមរិន/Khemrin/m សុភារិទ្ធ/Sophearith/m វិសាល/Visal/m ធារ៉ា/Theara/m
សុខហេង/Sokheng/m ពិរុណ/Pirun/m រតនា/Ratana/u រស្មី/Rasmey/u សុម៉ាលី/Somaly/f បុប្ផា/Bopha/f
ចំប៉ា/Champa/f ចិន្តា/Chenda/f ស្រីណា/Sreyna/f ស្រីមុំ/Sreymom/f ស្រីនាង/Sreyneang/f ស្រីនិច/Sreynich/f
ស្រីតូច/Sreytouch/f ចន្ធូ/Chanthou/f ចន្នី/Channy/f ចាន់នី/Channy/f វន្នី/Vanny/f លីដា/Lida/f
លីហ្សា/Lyza/f ម៉ាលីន/Malin/f ធីតា/Thida/f ទេវតា/Tevada/f សុភី/Sophy/f សុគន្ធា/Sokunthea/f កញ្ញា/Kanha/f
ផល្លា/Phalla/f សុភាព/Sopheap/f សុភក្តិ/Sopheak/u ពិសី/Pisey/f ដានី/Dany/f ចន្ទ្រា/Chantrea/f
ចន្ទ្នារី/Channary/f លក្ខិណា/Leakhena/f សិរី/Serey/u សុជា/Sochea/u សាវ៉ា/Sava/u វ៉ាន់នី/Vanny/f
មករា/Makara/u និមល/Nimol/f រ៉ានី/Rany/f ម៉ារ៉ា/Mara/f សុខលី/Sokly/f
""")
FIRST = _pairs("""
សុខ/Sok ចាន់/Chan ស្រី/Srey សុ/So វិ/Vi សំ/Sam ផល/Phal ប៊ុន/Bun គឹម/Kim ហេង/Heng ម៉េង/Meng រ័ត្ន/Roth ពេជ្រ/Pich
សុវណ្ណ/Sovan មុនី/Mony ធារី/Theary ណា/Na សារ/Sar ឡុង/Long ភា/Phea លក្ខ/Leak ដារ៉ា/Dara សុភា/Sophea ចន្ទ/Chan
""")
SECOND = _pairs("""
ថា/tha ណា/na រី/ry លី/ly មុំ/mom ពៅ/pov ដា/da ធី/thy នី/ny សី/sy រ៉ា/ra វី/vy កែវ/keo ម៉ាលា/mala ចរិយា/chakriya រដ្ឋ/roth
សុង/song ហ៊ត/hoth លាង/leang ខេង/kheng ឡេង/leng អូន/oun នាង/neang ណេត/net វិសាល/visal ឌី/dy ញាណ/nhean គន្ធា/kunthea
""")

# English, Khmer, in Latin letters as heard
THEMES = _lines("""
Farmers | កសិករ | Kasekor
Women Farmers | ស្ត្រីកសិករ | Strey Kasekor
Fishing Community | សហគមន៍នេសាទ | Sahakum Nesat
Forest Protection | ការពារព្រៃឈើ | Karpear Prey Chheu
Rural Development | អភិវឌ្ឍន៍ជនបទ | Aphivoat Chonabot
Clean Water | ទឹកស្អាត | Tuk Saart
Children's Education | អប់រំកុមារ | Aprum Kumar
Youth Leadership | ភាពជាអ្នកដឹកនាំយុវជន | Yuvachun
People with Disabilities | ជនពិការ | Chun Pikar
Elderly Support | ជួយមនុស្សចាស់ | Chuoy Manus Chas
Human Rights | សិទ្ធិមនុស្ស | Sith Manus
Land Rights | សិទ្ធិដីធ្លី | Sith Dey Thly
Community Health | សុខភាពសហគមន៍ | Sokhapheap Sahakum
Silk Weavers | អ្នកត្បាញសូត្រ | Neak Tbanh Sout
Rice Millers | ម្ចាស់រោងម៉ាស៊ីនស្រូវ | Rong Masin Srov
Peace Building | កសាងសន្តិភាព | Kosang Santepheap
Beekeepers | អ្នកចិញ្ចឹមឃ្មុំ | Neak Chenhchoem Khmum
Savings | សន្សំប្រាក់ | Sansam Prak
Mothers and Babies | ម្តាយ និងទារក | Mday Neung Tearok
Street Children | កុមារតាមចិញ្ចើមផ្លូវ | Kumar Tam Phlov
Moto Taxi Drivers | អ្នករត់ម៉ូតូឌុប | Neak Roth Moto
Organic Vegetables | បន្លែសរីរាង្គ | Banlae Sarireang
Market Vendors | អាជីវករផ្សារ | Achivakor Phsar
Bird Conservation | អភិរក្សបក្សី | Aphirak Baksey
Waste Collection | ប្រមូលសំរាម | Pramoul Samram
Irrigation Users | អ្នកប្រើប្រាស់ទឹក | Neak Prae Tuk
Traditional Music | តន្ត្រីបុរាណ | Dantrey Boran
Migrant Families | គ្រួសារពលករចំណាកស្រុក | Kruosar Polkor
Garment Workers | កម្មករកាត់ដេរ | Kamakor Kat De
Gender Equality | សមភាពយេនឌ័រ | Samapheap Gender
Climate Action | សកម្មភាពអាកាសធាតុ | Sakammapheap Akasthat
Legal Aid | ជំនួយផ្នែកច្បាប់ | Chumnuoy Chbab
Good Governance | អភិបាលកិច្ចល្អ | Aphibal Kech Laor
Village Libraries | បណ្ណាល័យភូមិ | Bannalai Phum
School Parents | មាតាបិតាសិស្ស | Meada Beida Sess
Mine Victims | ជនរងគ្រោះដោយសារមីន | Chun Rongkroh Min
Pepper Growers | អ្នកដាំម្រេច | Neak Dam Mrech
Fish Processors | អ្នកកែច្នៃត្រី | Neak Kaechnai Trei
Palm Sugar | ស្ករត្នោត | Skor Thnaot
Blind Massage | ម៉ាស្សាជនពិការភ្នែក | Masa Pikar Phnek
""")
KINDS = _lines("""
Association | សមាគម | Samakum
Organization | អង្គការ | Angkar
Network | បណ្តាញ | Bandanh
Cooperative | សហករណ៍ | Sahakor
Community | សហគមន៍ | Sahakum
Group | ក្រុម | Krom
Foundation | មូលនិធិ | Moulnithi
Committee | គណៈកម្មាធិការ | Kanak Kammeathika
""")
PROPER = _pairs("""
ផ្កាឈូក/Phka_Chhouk សន្តិសេនា/Santi_Sena រស្មីថ្មី/Reaksmey_Thmey មេត្តាធម៌/Metta_Thor សំបុកឃ្មុំ/Sambok_Khmum
គ្រាប់ធញ្ញជាតិ/Kroap_Thanhcheat ដើមពោធិ៍/Daem_Pou ព្រះច័ន្ទ/Preah_Chan មករា/Makara ឥន្ទធនូ/Inthanou អង្គរ/Angkor
ស្ពានមិត្តភាព/Spean_Mittapheap ទន្លេធំ/Tonle_Thom ភ្នំសំពៅ/Phnom_Sampov ចំការលើ/Chamkar_Leu បឹងវែង/Boeng_Veng
កូនខ្លា/Koun_Khla សត្វក្រៀល/Sat_Kriel ដំណាក់ទឹក/Damnak_Tuk អូរស្វាយ/Ou_Svay ព្រែកហ្លួង/Prek_Luong វត្តថ្មី/Wat_Thmey
""")
