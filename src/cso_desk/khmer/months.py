"""The names of months and weekdays, in Khmer and English, and how dates and quarters are put together.

Dates are read from and shown in the same words, so both stand here as data and not among the messages.
"""

MONTHS_KM = (
    "មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS_KM = ("ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Spellings met beside those above.
OTHER_MONTHS = {
    "មកររា": 1, "កុម្ភះ": 2, "កុម្ភ": 2, "មិនា": 3, "ឧសភ": 5, "ឩសភា": 5, "មិថុនានា": 6, "កក្តដា": 7, "កញ្ញារ": 9,
    "វិច្ឆិការ": 11, "វិច្ឆកា": 11, "វិច្ចិកា": 11, "ធ្នូរ": 12, "sept": 9,
}  # fmt: skip

# {day}, {month} and {year} come in the digits of the language.
DAY_FORMS = {"km": "ថ្ងៃទី{day} ខែ{month} ឆ្នាំ{year}", "en": "{day} {month} {year}"}
MONTH_FORMS = {"km": "ខែ{month} ឆ្នាំ{year}", "en": "{month} {year}"}
YEAR_FORMS = {"km": "ឆ្នាំ{year}", "en": "{year}"}
QUARTER_FORMS = {"km": "ត្រីមាសទី{quarter} ឆ្នាំ{year}", "en": "Quarter {quarter}, {year}"}
