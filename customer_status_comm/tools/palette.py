"""The colours of the status document: the brand's, made readable."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from typing import Final

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_DEFAULT_COLOUR: Final = "#1f6f5c"
#: WCAG 2.2, 1.4.3 asks 4.5 of text; on dark ground a little more is easier to read.
_CONTRAST_LIGHT: Final = 4.5
_CONTRAST_DARK: Final = 5.5
#: A colour made lighter than the brand's is no more saturated than this, or it glares.
_SATURATION: Final = 0.6
#: Share of the brand's colour in the tint behind what is new or current.
_TINT: Final = 0.1
_LIGHT: Final = {
    "page": "#f6f5f2",
    "card": "#ffffff",
    "text": "#1c211f",
    "muted": "#5a625e",
    "line": "#e4e2dc",
    "danger": "#a12a2a",
}
_DARK: Final = {
    "page": "#121514",
    "card": "#1b201e",
    "text": "#edf1ef",
    "muted": "#a5afaa",
    "line": "#333a37",
    "danger": "#ff9d94",
}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (as WCAG 2.2 defines it)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def palette(colour: str | None) -> dict[str, dict[str, str]]:
    """Return the colours of the document, readable whatever the brand's colour is.

    :param colour: ``#rrggbb``; anything else gives our own.
    :return: ``{"light": {...}, "dark": {...}}``, each with ``page card text muted line
        danger``, ``accent`` (text and marks), ``on_accent`` (text on it) and ``tint``.
    """
    brand = colour if colour and _COLOUR.fullmatch(colour) else _DEFAULT_COLOUR
    return {
        "light": _accented(_LIGHT, brand, _CONTRAST_LIGHT, 0),
        "dark": _accented(_DARK, brand, _CONTRAST_DARK, 1),
    }


def _accented(
    base: dict[str, str], brand: str, wanted: float, end: int
) -> dict[str, str]:
    """Return ``base`` with the accent nearest to ``brand`` that reads on all grounds.

    :param wanted: the least contrast.
    :param end: lightness to move towards, 0 (black) or 1 (white).
    """
    for part in range(101):
        accent = _shift(brand, part / 100, end)
        tint = _mix(base["card"], accent, _TINT)
        grounds = (base["page"], base["card"], tint)
        if min(contrast(accent, ground) for ground in grounds) >= wanted:
            break
    on_accent = max("#ffffff", "#111413", key=lambda ink: contrast(ink, accent))
    return {**base, "accent": accent, "on_accent": on_accent, "tint": tint}


def _shift(colour: str, part: float, end: int) -> str:
    """Return ``colour`` moved ``part`` (0 to 1) of the way to ``end``."""
    if not part:
        return colour
    hue, lightness, saturation = rgb_to_hls(*(c / 255 for c in _channels(colour)))
    if end:
        saturation = min(saturation, _SATURATION)
    moved = hls_to_rgb(hue, lightness + (end - lightness) * part, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in moved)


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _mix(one: str, other: str, share: float) -> str:
    """Return ``one`` with ``share`` (0 to 1) of ``other``."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
