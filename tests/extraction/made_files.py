"""Files of all kinds as tests need them: whole, broken and hostile."""

import io
import zipfile
from pathlib import Path

from docx import Document
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cso_desk.documents.paper import Paper, Paragraph
from cso_desk.documents.pdf import pdf_bytes

KHMER = "អនុក្រឹត្យស្តីពីការគ្រប់គ្រងសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល"


def khmer_pdf(*paragraphs: str) -> bytes:
    """A paper of this program: Khmer that PDFium reads."""
    return pdf_bytes(Paper("ឯកសារ", [Paragraph(text) for text in paragraphs or (KHMER,)], "km"))


def latin_pdf(pages: list[str], font: str = "Helvetica") -> bytes:
    """A PDF with these texts, a page each."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for text in pages:
        canvas.setFont(font, 11)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(60, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def scanned_pdf() -> bytes:
    """A PDF whose only page is a picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 280), "grey")), 0, 0, 500, 700)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def odt(*paragraphs: str) -> bytes:
    lines = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="{words}"><office:body><office:text>'
        f"{lines}</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def picture(kind: str = "PNG", size: tuple[int, int] = (320, 200)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((10, 10, size[0] // 2, size[1] // 2), fill="navy")
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
