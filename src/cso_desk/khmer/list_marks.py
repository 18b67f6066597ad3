"""Khmer words that lists put around figures and headings, as parts of patterns: "until", "page", "sector"."""

TO = "ដល់"
TO_DAY = "ដល់(?:ថ្ងៃទី)?"
AND = "និង"
FROM = "ចាប់ពី|ពី"
COMES_FROM = "មកពី"
YEAR = "ឆ្នាំ"
DAY_OF_YEAR = r"ថ្ងៃទី\s?\d.*ឆ្នាំ\s?\d+"
PERSONS = "នាក់"
PAGE = "ទំព័រ(?:ទី)?"
SECTOR = "វិស័យ|ផ្នែក"
KIND = "ប្រភេទ"
COUNT_WORDS = ("ចំនួន", "សរុប")
"""Words that count anything: above a column they do not say what is counted."""
IN_ENGLISH = ("អង់គ្លេស", "ឡាតាំង")
IN_KHMER = ("ភាសាខ្មែរ", "អក្សរខ្មែរ")
PHONE = "(?:លេខ)?(?:ទូរស័ព្ទ|ទូរសព្ទ)"
PLACE_KINDS = "ខេត្ត|រាជធានី|ស្រុក|ក្រុង|ខណ្ឌ|ឃុំ|សង្កាត់"
"""What a place is, before its name."""
