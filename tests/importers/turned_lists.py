"""Lists in the shape of forms, messages and answers: fields below one another, no heads, questions."""

from importers.ugly_lists import UglyList, book, text

LISTS = {
    "fields down the first column, institutions across, titles above": UglyList(
        book(
            [
                ["ព្រះរាជាណាចក្រកម្ពុជា"], ["ព័ត៌មានអង្គការសមាជិក"], [],
                ["ល.រ", 1, 2, 3],
                ["ឈ្មោះអង្គការ", "អង្គការពន្លឺ", "សមាគមស្ត្រី", "បណ្តាញយុវជន"],
                ["អ្នកតំណាង", "សុខ ដារ៉ា", "ចាន់ នី", "មាស វណ្ណា"],
                ["ភេទ", "ប", "ស", "ប"], ["លេខទូរស័ព្ទ", "012345678", 92111222, ""], ["", "098 765 432", "", ""],
                ["ស្រុក", "បាណន់", "ថ្មគោល", ""], ["ចំណាំ", "", "ថ្មី", ""], ["រៀបចំដោយ៖ កែវ រតនា"],
            ]
        ),
        organisations={
            "អង្គការពន្លឺ": {"place": "0201"}, "សមាគមស្ត្រី": {"place": "0202", "notes": "ថ្មី"},
            "បណ្តាញយុវជន": {},
        },
        people={
            "សុខ ដារ៉ា": {"sex": "M", "phones": ("+85512345678", "+85598765432")},
            "ចាន់ នី": {"sex": "F", "phones": ("+85592111222",)}, "មាស វណ្ណា": {},
        },
    ),
    "one form below the other in a message": UglyList(
        text(
            "Organization: Light\nContact: Mr. Sok Dara\nPhone: 012 345 678\nAddress: St 1, Battambang\n\n"
            "Organization: Hope\nContact: Chan Ny\nPhone: 092111222\nE-mail: hope@x.example.org\n",
            name="message.txt",
        ),
        organisations={"Light": {"address_en": "St 1, Battambang"}, "Hope": {"email": "hope@x.example.org"}},
        people={"Sok Dara": {"sex": "M", "phones": ("+85512345678",)}, "Chan Ny": {}},
    ),
    "counted lines of a message": UglyList(
        text(
            "បញ្ជីសមាជិក\n១. អង្គការពន្លឺ - លោក សុខ ដារ៉ា - ០១២ ៣៤៥ ៦៧៨\n២. សមាគមស្ត្រី - លោកស្រី ចាន់ នី - 092 111 222\n"
            "៣. បណ្តាញយុវជន - លោក មាស វណ្ណា - 077 123 456\n",
            name="message.txt",
        ),
        organisations={"អង្គការពន្លឺ": {}, "សមាគមស្ត្រី": {}, "បណ្តាញយុវជន": {}},
        people={
            "សុខ ដារ៉ា": {"phones": ("+85512345678",)}, "ចាន់ នី": {"sex": "F"}, "មាស វណ្ណា": {},
        },
    ),
    "whom a letter went to": UglyList(
        text('Sok Dara <dara@x.example.org>; "Chan, Ny" <ny@x.example.org>\n', name="to.txt"),
        people={"Sok Dara": {"email": "dara@x.example.org"}, "Chan Ny": {"email": "ny@x.example.org"}},
    ),
    "a committee without heads": UglyList(
        book(
            [
                ["Board 2025-2027"], ["Mr. Sok Dara", "Chairperson", "Light Organization", "012345678"],
                ["Ms. Chan Ny", "Deputy", "Hope Association", "092111222"],
                ["Mr. Meas Vanna", "Member", "Unity Network", "077123456"],
            ]
        ),
        organisations={"Light Organization": {}, "Hope Association": {}, "Unity Network": {}},
        people={"Sok Dara": {"sex": "M"}, "Chan Ny": {"phones": ("+85592111222",)}, "Meas Vanna": {}},
    ),
    "a person and the institution in one cell, sexes as codes": UglyList(
        book(
            [
                ["No", "Participant (Organization)", "Sex (1=M, 2=F)", "Phone"],
                [1, "H.E. Dr. Sok Dara (Light)", 1, "9.7123E+08"], [2, "Ms. Chan Ny (Hope)", 2, 92111222.0],
                [3, "Meas Vanna", 1, "012 345 678 / 098 765 432"],
            ]
        ),
        organisations={"Light": {}, "Hope": {}},
        people={
            "Sok Dara": {"honorific": "H.E. Dr.", "sex": "M", "phones": ("+855971230000",)},
            "Chan Ny": {"sex": "F", "phones": ("+85592111222",)},
            "Meas Vanna": {"phones": ("+85512345678", "+85598765432")},
        },
    ),
    "bare names of provinces between rows, staff, coverage, two people in one cell": UglyList(
        book(
            [
                ["Members", "", "Contact", "Staff", "", "Target area", "Founded", "Left"],
                ["Khmer", "English", "", "Total", "Female", "", "", ""],
                ["Battambang"],
                ["អង្គការពន្លឺ", "Light", "Sok Dara\nRos Thy", 12, 5, "Banan, Thma Koul", 2003, ""],
                ["ពន្លឺថ្ងៃ", "Sun", "Ho Channy", 3, 3, "Battambang (Banan and Sangkae); Kampot", "03/1999", ""],
                ["Kampot"],
                ["សមាគមស្ត្រី", "Women", "Chan Ny", 4, "", "nationwide", "1/5/2010", "2024"],
            ],
            ["A1:B1", "D1:E1", "C1:C2", "F1:F2", "G1:G2", "H1:H2"],
        ),
        organisations={
            "អង្គការពន្លឺ": {
                "name_en": "Light", "place": "02", "staff_female": "5", "staff_male": "7",
                "coverage": ("0201", "0202"), "founded": "2003", "notes": "Contact: Ros Thy",
            },
            "ពន្លឺថ្ងៃ": {"coverage": ("0201", "0208", "07"), "founded": "1999-03", "staff_male": "0"},
            "សមាគមស្ត្រី": {
                "place": "07", "coverage": (),
                "notes": "Staff / Total: 4\nTarget area: nationwide",
            },
        },
        people={"Sok Dara": {}, "Ho Channy": {}, "Chan Ny": {}},
    ),
    "answers of a form, questions as heads": UglyList(
        book(
            [
                ["Timestamp", "Email Address", "1. What is the name of your organization in Khmer?",
                 "2. Who is the contact person of your organization?", "3. Gender of the contact person",
                 "4. What is the phone number of your contact person?",
                 "5. In which districts does your organization work? (select all that apply)",
                 "6. What sectors does your organization work in?",
                 "7. Do you agree to share your data with the network?", "8. Any other comments for us?"],
                ["2025-03-04 09:12:33", "a@x.example.org", "អង្គការពន្លឺ", "Sok Dara", "Male",
                 "012345678", "Banan, Sangkae", "Education, Health", "Yes", "Thanks"],
                ["2025-03-05 10:01:02", "b@x.example.org", "សមាគមស្ត្រី", "Chan Ny", "Female",
                 92111222, "Thma Koul", "Gender;Health", "No", ""],
            ]
        ),
        organisations={
            "អង្គការពន្លឺ": {
                "email": "a@x.example.org", "coverage": ("0201", "0208"), "sectors": ("education", "health"),
                "consent": True, "member_since": "", "notes": "Thanks",
            },
            "សមាគមស្ត្រី": {"coverage": ("0202",), "consent": False, "notes": ""},
        },
        people={"Sok Dara": {"sex": "M", "phones": ("+85512345678",)}, "Chan Ny": {"sex": "F"}},
    ),
    "Kobo": UglyList(
        text(
            "start,deviceid,org/name_en,contact_person/name,contact_person/phone,location/province,"
            "location/district,sectors,sectors/health,sectors/education,_id,_uuid,_index\n"
            "2025-03-04T09:12:33.000+07:00,ee:abc,Light,Sok Dara,012345678,battambang,banan,health education,"
            "1,1,123,a1b2c3d4-0000-4000-8000-000000000001,1\n"
            "2025-03-05T09:12:33.000+07:00,ee:def,Hope,Chan Ny,092111222,kampot,chhuk,health,1,0,124,"
            "b1b2c3d4-0000-4000-8000-000000000002,2\n"
        ),
        organisations={
            "Light": {"place": "0201", "sectors": ("health", "education"), "notes": "", "member_since": ""},
            "Hope": {"place": "0703", "sectors": ("health",)},
        },
        people={"Sok Dara": {}, "Chan Ny": {"phones": ("+85592111222",)}},
    ),
}  # fmt: skip
