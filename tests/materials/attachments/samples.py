"""Small files of many kinds, good and hostile."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)


def package(**parts: str | bytes) -> bytes:
    """A zip of these parts; `__` in a name stands for a slash, `_d_` for a dot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_d_", "."), content)
    return data.getvalue()


def docx(body: str) -> bytes:
    """A Word file with this body."""
    return package(word__document_d_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>")


def pptx(*slides: str) -> bytes:
    """A PowerPoint file with a text on each slide; one that begins with `hidden:` is hidden."""
    parts = {"ppt__presentation_d_xml": f"<p:presentation {P}/>"}
    for number, text in enumerate(slides, start=1):
        show = ' show="0"' if text.startswith("hidden:") else ""
        parts[f"ppt__slides__slide{number}_d_xml"] = (
            f"<p:sld {P} {A}{show}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"
        )
    return package(**parts)


def odt(body: str, kind: str = "text") -> bytes:
    """An OpenDocument file with this body."""
    return package(
        mimetype=f"application/vnd.oasis.opendocument.{kind}",
        content_d_xml=f"<office:document-content {ODF}><office:body>{body}</office:body>"
        "</office:document-content>",
    )


def pdf(*pages: str) -> bytes:
    """A PDF with one line of plain Latin letters on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        content = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + table + end).encode()
