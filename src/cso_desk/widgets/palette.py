"""The colours of the window: one set of named tokens for light, dark and high contrast, with one accent."""

from dataclasses import dataclass

from cso_desk.wording import N_


@dataclass(frozen=True)
class Palette:
    """Colours as "#rrggbb", named by what they are for."""

    name: str
    label: str
    canvas: str  # behind everything
    rail: str  # the sidebar
    surface: str  # lists and records
    raised: str  # menus, popups, hovered rows
    line: str  # hairlines between things
    edge: str  # outlines of things one can type into or press
    text: str
    quiet: str  # labels, hints, units
    accent: str
    on_accent: str
    accent_soft: str  # the selected row, the page one is on
    good: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    disabled: str
    line_width: int = 1


LIGHT = Palette(
    name="light",
    label=N_("Light"),
    canvas="#f3f4f1",
    rail="#e9ece7",
    surface="#ffffff",
    raised="#f5f7f4",
    line="#e1e5df",
    edge="#c3cac2",
    text="#1c2321",
    quiet="#566059",
    accent="#0f6a63",
    on_accent="#ffffff",
    accent_soft="#dcedea",
    good="#23693a",
    warn="#7a4d00",
    warn_soft="#fbf0d9",
    bad="#a8261d",
    bad_soft="#fbe6e3",
    disabled="#8d958f",
)

DARK = Palette(
    name="dark",
    label=N_("Dark"),
    canvas="#14191a",
    rail="#101415",
    surface="#1b2123",
    raised="#242c2e",
    line="#2b3436",
    edge="#455154",
    text="#e6ebe9",
    quiet="#9eaaa7",
    accent="#5cc6b8",
    on_accent="#06211d",
    accent_soft="#1f3d3b",
    good="#7fce95",
    warn="#e8bc6a",
    warn_soft="#3a2f18",
    bad="#f2958b",
    bad_soft="#42211e",
    disabled="#6d7977",
)

CONTRAST = Palette(
    name="contrast",
    label=N_("High contrast"),
    canvas="#000000",
    rail="#000000",
    surface="#000000",
    raised="#1a1a1a",
    line="#ffffff",
    edge="#ffffff",
    text="#ffffff",
    quiet="#ffffff",
    accent="#ffd83d",
    on_accent="#000000",
    accent_soft="#333000",
    good="#7dff9b",
    warn="#ffd83d",
    warn_soft="#2b2400",
    bad="#ff9d94",
    bad_soft="#3a0d09",
    disabled="#a6a6a6",
    line_width=2,
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK, CONTRAST)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
