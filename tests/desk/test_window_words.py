"""The Khmer window speaks Khmer and the English one English, in every state; only data stand as they are."""

import csv
import re
import socket
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from looking import called, play, roots, seen
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_stage import Room
from window_states import SCENES
from window_updates import CHANGES
from words import ROOT

from cso_desk.catalog import RECORD_TYPES
from cso_desk.demo.stage import story
from cso_desk.widgets.controls import Label

_LATIN = re.compile(r"[A-Za-z](?:['’-]?[A-Za-z])+")
_KHMER = re.compile(r"[\u1780-\u17dd\u17e0-\u17e9]+")
_PATH = re.compile(r"\S*[/\\]\S+|\S+\.(?:csobundle|csoroot|xlsx|csv|pdf|png|docx)")
_HUB = re.compile("[A-Z]{3}")  # as in BTB-0001
_KEYS = {"Word", "Ctrl", "Alt", "Shift", "Left", "Tab", "Esc", "Enter", "CSO", "Desk", "English"}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["km", pytest.param("en", marks=pytest.mark.long)])
def test_nothing_is_left_untranslated(
    qtbot: QtBot, stage: Path, tmp_path: Path, scene: str, language: str
) -> None:
    data = data_of(stage, tmp_path / "data")
    strange = strange_in_khmer if language == "km" else strange_in_english
    found = {
        f"{scene}/{name}: “{text}” in {where}"
        for name, window in play(scene, stage, tmp_path, language)
        for root in roots(window)
        for text, where in said(root)
        if strange(text, data)
    }
    assert not found, "\n".join(sorted(found))


def strange_in_khmer(text: str, data: str) -> bool:
    """Whether a text is an English message, or holds a Latin word that neither data nor translations know."""
    if text.strip() in untranslated() and text.strip() not in data:
        return True
    words = _LATIN.findall(_PATH.sub("", text))
    return any(word not in known_words(data) and not _HUB.fullmatch(word) for word in words)


@cache
def known_words(data: str) -> frozenset[str]:
    """The Latin words of the data, of the keyboard and of the translations."""
    return frozenset(_KEYS) | frozenset(_LATIN.findall(data)) | kept_in_khmer()


def strange_in_english(text: str, data: str) -> bool:
    """Whether a text holds Khmer that is not data."""
    return any(word not in data and word != "ខ្មែរ" for word in _KHMER.findall(text))


@cache
def catalogue() -> Catalog:
    with (ROOT / "translations" / "km.po").open("rb") as file:
        return read_po(file, locale="km")


@cache
def untranslated() -> frozenset[str]:
    """The English of every message that is another in Khmer."""
    return frozenset(
        text for message in catalogue() if message.id for text in _texts(message.id)
        if text not in _texts(message.string)
    )  # fmt: skip


@cache
def kept_in_khmer() -> frozenset[str]:
    """Latin words that translators left standing: names of programs, abbreviations."""
    return frozenset(
        word
        for message in catalogue()
        if message.id and (message.string != message.id or " " not in message.id)
        for text in _texts(message.string)
        for word in _LATIN.findall(re.sub(r"\{\w+\}", "", text))
    )


def _texts(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@cache
def data_of(stage: Path, folder: Path) -> str:
    """Everything that people or this computer wrote: records of all stores, lists, the story, names."""
    texts = [
        str(story()),
        socket.gethostname(),
        "សុខ ចន្ថា កែវ សុភា",
        "Another name New association zzz m stick",
    ]
    # The example of an English name stands in English.
    texts.append("CSO network of Banteay Meanchey Province")
    # What an update changes is told in both languages side by side, as its makers wrote it.
    texts += [said for told in CHANGES.values() for said in told]
    for path in (stage / "lists").iterdir():
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            texts += [
                str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
            ]
            texts += [str(sheet.title) for sheet in book]
        else:
            with path.open(encoding="utf-8") as file:
                texts += [cell for row in csv.reader(file) for cell in row]
    with Room(stage, folder) as room:
        for hub in ("00", "02", "17"):
            with room.store(hub).reading() as reading:
                for kind in RECORD_TYPES:
                    texts += [str(each) for each in reading.all(kind.record, trash=True)]
    return "\n".join(texts).replace("\u200b", "")


def said(root: QWidget) -> list[tuple[str, str]]:
    """Every text that the window shows or tells a screen reader, and where; not what is typed into it."""
    found: list[tuple[str, Any]] = [(root.windowTitle(), root)]
    for each in seen(root, QLabel, QAbstractButton):
        found += [(each.text(), each), (each.toolTip(), each), (each.accessibleName(), each)]
    for each in seen(root, QLineEdit, QPlainTextEdit):
        found += [(each.placeholderText(), each), (each.accessibleName(), each)]
    for each in seen(root, QComboBox):
        found += [(each.itemText(place), each) for place in range(each.count())]
        found.append((each.accessibleName(), each))
    for each in seen(root, QTableView):
        model = each.model()
        heads = range(model.columnCount()) if model is not None else ()
        found += [(str(model.headerData(at, Qt.Orientation.Horizontal) or ""), each) for at in heads]
        found.append((each.accessibleName(), each))
    for each in seen(root, QListWidget):
        found += [(each.item(place).text(), each) for place in range(each.count())]
    for menu in [root] if isinstance(root, QMenu) else []:
        found += [(action.text(), menu) for action in menu.actions()]
    shown = ((text.replace("\u200b", "").replace("&&", "&"), where) for text, where in found)
    return [(text, called(where)) for text, where in shown if text]


# --- each of these finds what it looks for ---


def test_an_english_message_in_the_khmer_window_is_found(qtbot: QtBot, look: None) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    labels = [Label(text) for text in ("Members", "Frobnicate", "សមាជិក", "Excel", "Sok Dara")]
    for each in labels:
        each.setParent(window)
    window.show()
    strange = [text for text, _where in said(window) if strange_in_khmer(text, "Sok Dara")]
    assert strange == ["Members", "Frobnicate"]


def test_khmer_in_the_english_window_is_found() -> None:
    assert strange_in_english("សមាជិក", "Sok Dara")
    assert not strange_in_english("សុខ ដារ៉ា and ខ្មែរ", "សុខ ដារ៉ា")
