"""The small XML files inside an XLSX workbook: contents, relations, names, looks."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

FONT = "Khmer OS Battambang"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TEXT, WRAPPED, NUMBER, DATE, TIME, HEAD, STAMP = range(7)  # the looks of cells, in the order of _styles

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def small_parts(
    names: list[str], widths: list[int], rows_in: list[int], heads: list[int]
) -> Iterator[tuple[str, str]]:
    """The small files of a workbook besides its sheets: their names in the zip and their text.

    `names` of the sheets, `widths` in columns and `rows_in` without the head,
    `heads` the rows in which these stand.
    """
    numbers = range(1, len(names) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{_defined(names, widths, rows_in, heads)}</definedNames>"
        "</workbook>",
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
    )
    yield "xl/styles.xml", _styles()


def _defined(names: list[str], widths: list[int], rows_in: list[int], heads: list[int]) -> str:
    """What the filter covers, and the head as title of every printed page."""
    found = []
    for index, (name, width) in enumerate(zip(names, widths, strict=True)):
        quoted = escape("'" + name.replace("'", "''") + "'")
        last = letters(width)
        found.append(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
            f"{quoted}!$A${heads[index]}:${last}${rows_in[index] + heads[index]}</definedName>"
        )
        found.append(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">'
            f"{quoted}!$1:${heads[index]}</definedName>"
        )
    return "".join(found)


def _styles() -> str:
    """Seven looks: text, wrapped text, number, day, day and time, head, stamp."""
    font = f'<sz val="10"/><name val="{FONT}"/><family val="2"/>'
    thin = "".join(
        f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
    )
    middle = '<alignment vertical="center"/>'
    formats = [
        (49, 0, middle),
        (49, 0, '<alignment vertical="center" wrapText="1"/>'),
        (0, 0, middle),
        (164, 0, middle),
        (165, 0, middle),
        (49, 1, '<alignment horizontal="center" vertical="center" wrapText="1"/>'),
        (49, 1, middle),
    ]
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="{face}" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyBorder="1" applyAlignment="1">{alignment}</xf>'
        for number, face, alignment in formats
    )
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
        '<numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{thin}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(formats)}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
