"""Words that stand on the first page of official papers: its head, who issued it, what it is about.

Facts of layout: country and motto first, then who issues it, the number, the kind of paper, ស្តីពី and what it
is about; place and date under it, the lunar date before the usual one.
"""

HEAD = (
    "ព្រះរាជាណាចក្រកម្ពុជា", "ជាតិ សាសនា ព្រះមហាក្សត្រ", "Kingdom of Cambodia", "Nation Religion King",
    "Nation, Religion, King", "Nation - Religion - King", "Unofficial translation", "បកប្រែក្រៅផ្លូវការ",
)  # fmt: skip
"""Lines that stand over every paper and say nothing of this one."""

AGENCIES = (
    "រាជរដ្ឋាភិបាល", "រដ្ឋាភិបាល", "ទីស្តីការគណៈរដ្ឋមន្ត្រី", "ក្រសួង", "រដ្ឋសភា", "ព្រឹទ្ធសភា", "ក្រុមប្រឹក្សា", "គណៈកម្មាធិការ",
    "គណៈកម្មការ", "អគ្គលេខាធិការដ្ឋាន", "អគ្គនាយកដ្ឋាន", "នាយកដ្ឋាន", "រដ្ឋបាល", "អាជ្ញាធរ", "សាលារាជធានី", "សាលាខេត្ត",
    "ធនាគារជាតិ", "មន្ទីរ", "Royal Government", "Office of the Council of Ministers", "Council of Ministers",
    "Ministry of", "Ministry for", "National Assembly", "Senate", "National Bank", "General Secretariat",
    "General Department", "Department of", "National Committee", "National Council",
)  # fmt: skip
"""How a line begins that says who issued a paper."""

SOCIETIES = ("អង្គការ", "សមាគម", "បណ្តាញ", "មជ្ឈមណ្ឌល", "វិទ្យាស្ថាន")
"""How a line begins that names the body of civil society whose paper it is."""

ABOUT = ("ស្តីពី", "ស្ដីអំពី", "អំពី", "on the", "on", "concerning", "regarding")
"""What stands before what a paper is about."""

JOINING = ("និង", "ឬ", "នៃ", "របស់", "ដល់", "ចំពោះ", "ក្នុង", "ដោយ", "ដើម្បី", "ជាមួយ")
"""Words after which a line of a title goes on in the next one."""

SENTENCE_END = "។"

BODY = (
    "បានឃើញ", "យើង", "ហេតុនេះ", "សម្រេច", "ជំពូក", "មាត្រា", "ប្រការ", "យោង", "តាមការចាំបាច់", "Having seen",
    "Pursuant to", "Chapter", "Article", "We,", "Whereas", "Hereby", "Upon", "Considering",
)  # fmt: skip
"""How a line begins that is no longer a part of the title."""

REFERRED = ("ចុះ", "dated", "of")
"""What stands right before the date of another paper that this one names."""

PLACES = ("ធ្វើនៅ", "រាជធានី", "ភ្នំពេញ", "ខេត្ត", "Phnom Penh", "Done at", "Done in")
"""What stands in the line of the date on which a paper was signed."""

NUMBER_WORDS = ("លេខ", "No", "Number")
"""How a line begins that has the number of a paper."""

MONTH, YEAR = "ខែ", "ឆ្នាំ"
"""What stands before the name of a month and before a year."""
