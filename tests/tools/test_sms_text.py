"""What a text message is billed as, and how it is made cheaper."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.customer_status_comm.tools.sms_text import (
    GSM7,
    GSM7_BASIC,
    GSM7_EXTENSION,
    Offender,
    Segments,
    count_segments,
    find_unicode,
    replace_unicode,
)

SMILE = "\U0001f600"
ZWJ = "\u200d"
FAMILY = ZWJ.join(("\U0001f468", "\U0001f469", "\U0001f467"))

gsm7_texts = st.text(st.sampled_from(sorted(GSM7)), max_size=400)
# What people type and paste, dense at the edges of parts; and anything at all.
typed = st.sampled_from(
    "aåøæé2€[\n\r ’“–…½²łçáǻ≠©Жα\ufe0f\u200b\u0301\u030a\u0338\u20e3\U0001f3fd\ud83d"
    + SMILE
    + ZWJ
)
anything = st.characters(exclude_categories=[])
texts = (
    st.text(typed | anything, max_size=30)
    | st.text(typed, max_size=400)
    | st.builds(
        lambda start, fill, times, end: start + fill * times + end,
        st.text(typed, max_size=8),
        typed,
        st.integers(55, 170),
        st.text(typed, max_size=12),
    )
)


def reference_parts(text):
    """Find the fewest parts by trying every place to cut."""
    text = text.replace("\r\n", "\n")
    gsm7 = all(char in GSM7_BASIC or char in GSM7_EXTENSION for char in text)
    gsm7 = gsm7 and "\x1b" not in text
    single, each = (160, 153) if gsm7 else (70, 67)

    def size(some):
        if gsm7:
            return len(some) + sum(some.count(char) for char in GSM7_EXTENSION)
        return len(some.encode("utf-16-le", "surrogatepass")) // 2

    if size(text) <= single:
        return min(len(text), 1)
    sizes = [size(char) for char in text]
    fewest = [0]
    for end in range(1, len(text) + 1):
        room, best, start = each, end, end
        while start and sizes[start - 1] <= room:
            start -= 1
            room -= sizes[start]
            best = min(best, fewest[start] + 1)
        fewest.append(best)
    return fewest[-1]


# The tables --------------------------------------------------------------------------


def test_the_basic_table_is_the_standards():
    assert len(GSM7_BASIC) == len(set(GSM7_BASIC)) == 128
    for code in (*range(0x25, 0x40), *range(0x41, 0x5B), *range(0x61, 0x7B)):
        assert GSM7_BASIC[code] == chr(code)
    assert [GSM7_BASIC.index(c) for c in '@ÇØøÅåΔ_ΞÆæßÉ !"#¤¡ÄÖÑÜ§¿äöñüà'] == [
        *(0x00, 0x09, 0x0B, 0x0C, 0x0E, 0x0F, 0x10, 0x11, 0x1A, 0x1C, 0x1D, 0x1E),
        *(0x1F, 0x20, 0x21, 0x22, 0x23, 0x24, 0x40, 0x5B, 0x5C, 0x5D, 0x5E, 0x5F),
        *(0x60, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F),
    ]
    assert GSM7_BASIC[1:9] == "£$¥èéùìò"
    assert GSM7_BASIC[0x12:0x1B] == "ΦΓΛΩΠΨΣΘΞ"


def test_the_extension_takes_two_septets():
    assert set(GSM7_EXTENSION) == set("^{}\\[~]|€\f")
    assert {char for char, septets in GSM7.items() if septets == 2} == {*GSM7_EXTENSION}
    assert len(GSM7) == 127 + 10
    assert "\x1b" not in GSM7


# Counting ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("gsm7", 0, 0, 160)),
        ("æøåÆØÅäöüßñà", ("gsm7", 12, 1, 148)),
        ("€", ("gsm7", 2, 1, 158)),
        ("a" * 160, ("gsm7", 160, 1, 0)),
        ("a" * 161, ("gsm7", 161, 2, 145)),
        ("a" * 153 * 2, ("gsm7", 306, 2, 0)),
        ("a" * 307, ("gsm7", 307, 3, 152)),
        ("a" * 158 + "€", ("gsm7", 160, 1, 0)),
        ("a" * 159 + "€", ("gsm7", 161, 2, 145)),
        # The euro would be split after 152: the first part stays one septet short.
        ("a" * 152 + "€" + "a" * 152, ("gsm7", 306, 3, 152)),
        ("a" * 151 + "€" + "a" * 153, ("gsm7", 306, 2, 0)),
        ("€" * 80, ("gsm7", 160, 1, 0)),
        ("€" * 153, ("gsm7", 306, 3, 151)),
        ("Ж", ("ucs2", 1, 1, 69)),
        ("Ж" * 70, ("ucs2", 70, 1, 0)),
        ("Ж" * 71, ("ucs2", 71, 2, 63)),
        ("Ж" * 67 * 2, ("ucs2", 134, 2, 0)),
        ("Ж" * 135, ("ucs2", 135, 3, 66)),
        ("a€" + "Ж", ("ucs2", 3, 1, 67)),
        (SMILE * 35, ("ucs2", 70, 1, 0)),
        ("a" * 69 + SMILE, ("ucs2", 71, 2, 63)),
        ("a" * 66 + SMILE + "a" * 66, ("ucs2", 134, 3, 66)),
        ("a" * 65 + SMILE + "a" * 67, ("ucs2", 134, 2, 0)),
        ("a\r\nb", ("gsm7", 3, 1, 157)),
        ("a\nb", ("gsm7", 3, 1, 157)),
        ("\r\n" * 160, ("gsm7", 160, 1, 0)),
        ("a" * 160 + "’", ("ucs2", 161, 3, 40)),
        ("\x1b", ("ucs2", 1, 1, 69)),
        ("`", ("ucs2", 1, 1, 69)),
    ],
)
def test_count_segments(text, expected):
    """B13 of docs/requirements.md."""
    assert count_segments(text) == Segments(*expected)


@given(gsm7_texts | texts)
@example("a" * 152 + "€" + "a" * 152)
@example("a" * 66 + SMILE + "a" * 66)
def test_the_parts_are_the_fewest_that_hold_the_text(text):
    segments = count_segments(text)
    assert segments.parts == reference_parts(text)
    single, each = (160, 153) if segments.encoding == "gsm7" else (70, 67)
    room = each * segments.parts if segments.parts > 1 else single
    short = room - segments.left - segments.units
    assert 0 <= short <= max(segments.parts - 1, 0)


@given(gsm7_texts | texts)
def test_left_is_what_still_fits(text):
    segments = count_segments(text)
    more = text + "a" * segments.left
    if not text.endswith("\r"):
        assert count_segments(more).parts == max(segments.parts, 1)
        assert count_segments(more + "a").parts == max(segments.parts, 1) + 1


# Replacing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chars", "replacement"),
    [
        ("’‘‚‛`´′", "'"),
        ("“”„«»″", '"'),
        ("–—\u2010\u2011\u2212•", "-"),
        ("…", "..."),
        ("\u00a0\u202f\u2009\u200a\u2003\u3000\t", " "),
        ("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202a\ufe0f", ""),
        ("\x00\x1b\x7f", ""),
        ("\u2028\u2029\x85\v", "\n"),
        ("çćč", "c"),
        ("áâãāăą", "a"),
        ("ÀÁÂÃ", "A"),
        ("êëēę", "e"),
        ("ÈÊË", "E"),
        ("íîï", "i"),
        ("őóôõ", "o"),
        ("űúûů", "u"),
        ("ýÿ", "y"),
        ("łľ", "l"),
        ("Ł", "L"),
        ("đð", "d"),
        ("þ", "th"),
        ("œ", "oe"),
        ("šśſ", "s"),
        ("ǻ", "å"),
        ("Ǻ\u212b", "Å"),
        ("ǿ", "ø"),
        ("ǽ", "æ"),
        ("ế", "é"),
        ("ǟ", "ä"),
        ("Ḉ", "Ç"),
        ("\u2126", "Ω"),
        ("™", "TM"),
        ("©", "(c)"),
        ("®", "(R)"),
        ("²₂２", "2"),
        ("½", "1/2"),
        ("¾", "3/4"),
        ("×", "x"),
        ("ﬁ", "fi"),
        ("℉℃°≠≮µЖйא漢ΐ¨¢‰→\ud83d\ue000", None),
        (SMILE + "\U0001f3fd\u2764", None),
    ],
)
def test_replacements(chars, replacement):
    for char in chars:
        assert find_unicode(f"x{char} ") == [Offender(char, 1, replacement)], char
        written = char if replacement is None else replacement
        assert replace_unicode(f"x{char} ") == f"x{written} "


def test_gsm7_is_not_touched():
    every = "".join(GSM7)
    assert find_unicode(every) == []
    assert replace_unicode(every) == every
    assert replace_unicode("Kære Åse, ÆØÅ æøå é è ù ì ò à ä ö ñ ü ß €\r\n") == (
        "Kære Åse, ÆØÅ æøå é è ù ì ò à ä ö ñ ü ß €\r\n"
    )
    assert find_unicode("") == []
    assert replace_unicode("") == ""


def test_offenders_are_listed_by_first_appearance():
    """B13 of docs/requirements.md."""
    text = f"Hej “Åse” – klar… {SMILE} – se “her”"
    assert find_unicode(text) == [
        Offender("“", 2, '"'),
        Offender("”", 2, '"'),
        Offender("–", 2, "-"),
        Offender("…", 1, "..."),
        Offender(SMILE, 1, None),
    ]
    assert replace_unicode(text) == f'Hej "Åse" - klar... {SMILE} - se "her"'


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
def test_letters_with_loose_accents_are_put_together(form):
    text = unicodedata.normalize(form, "Kære Åse på Øen, én café, José, Łódź, ǻ")
    assert replace_unicode(text) == "Kære Åse på Øen, én café, José, Lodz, å"


def test_a_loose_accent_is_shown_with_its_letter():
    assert find_unicode("pa\u030a ta\u030a") == [Offender("a\u030a", 2, "å")]
    assert find_unicode("=\u0338") == [Offender("=\u0338", 1, None)]


@pytest.mark.parametrize(
    "emoji",
    [FAMILY, "\u2764\ufe0f", "\U0001f44d\U0001f3fd", "\u2764\ufe0f\u200d\U0001f525"],
)
def test_an_emoji_stays_in_one_piece(emoji):
    assert find_unicode(f"a{emoji}b{emoji}") == [Offender(emoji, 2, None)]
    assert replace_unicode(f"a{emoji}b") == f"a{emoji}b"


def test_two_emoji_are_two_offenders():
    assert find_unicode("\u2764" + SMILE) == [
        Offender("\u2764", 1, None),
        Offender(SMILE, 1, None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2½ time", "2 1/2 time"),
        ("½ time", "1/2 time"),
        ("10² m²", "10^2 m2"),
        ("10¹²", "10^12"),
        ("1º", "1o"),
        ("１２", "12"),
        ("1\ufe0f\u20e3", "1"),
        ("™\ufe0f", "TM"),
        ("\u202a+45 12\u00a034\u202c", "+45 12 34"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_replace_in_context(text, expected):
    assert replace_unicode(text) == expected


def test_a_replacement_never_costs_a_part():
    at_the_edge = "a" * 67 + "…" + SMILE
    assert count_segments(at_the_edge).parts == 1
    assert replace_unicode(at_the_edge) == at_the_edge
    assert replace_unicode("…" * 70) == "…" * 70
    assert replace_unicode("…" * 53) == "." * 159


@given(gsm7_texts)
def test_gsm7_stays_as_it_is(text):
    assert count_segments(text).encoding == "gsm7"
    assert replace_unicode(text) == text


@given(texts)
@example("…" * 70)
@example(SMILE + "\u200b\u200d\u0301")
def test_replacing_is_safe(text):
    replaced = replace_unicode(text)
    before, after = count_segments(text), count_segments(replaced)
    assert after.parts <= before.parts
    assert (before.encoding, after.encoding) != ("gsm7", "ucs2")
    assert replace_unicode(replaced) == replaced


@given(texts)
def test_all_is_replaced_or_nothing(text):
    replaced = replace_unicode(text)
    if replaced != text:
        assert all(o.replacement is None for o in find_unicode(replaced))
        assert count_segments(replaced).encoding == (
            "ucs2" if find_unicode(replaced) else "gsm7"
        )


@given(texts)
def test_the_offenders_are_all_that_is_not_gsm7(text):
    def foreign(some):
        return sum(char not in GSM7 for char in some)

    offenders = find_unicode(text)
    assert sum(foreign(o.char) * o.count for o in offenders) == foreign(text)
    assert len({o.char for o in offenders}) == len(offenders)
    assert all(foreign(o.replacement or "") == 0 for o in offenders)
    assert all(text.count(o.char) >= o.count for o in offenders)


@given(st.text(st.sampled_from("aé’…\u00a0Жç€\u2212" + SMILE), max_size=200))
def test_offenders_count_single_characters(text):
    counted = {o.char: o.count for o in find_unicode(text)}
    assert counted == {c: text.count(c) for c in text if c not in GSM7}
