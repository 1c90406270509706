"""Which encoding a text file is in, judged on all of its bytes."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from service.errors import Invalid

_BLOCK = 1 << 20
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Below this share of everyday characters, bytes that happen to be valid GB18030 are something else.
_CHINESE_SHARE = 0.6
_SIGNS = frozenset(b"\x80\x82\x84\x85\x86\x87\x89\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xab\xad\xbb")
_TURKISH = frozenset("ÇĞİÖŞÜçğıöşüÂâÎîÛû".encode("cp1254"))
_CZECH = frozenset("ŠŽšžŤť".encode("cp1250"))
_POLISH = frozenset("ŁłĄąŻżŹź".encode("cp1250"))
_OTHERS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "big5", "cp932", "euc_kr"]

NAMES = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "cp1252",
    "cp1250", "cp1251", "cp1253", "cp1254", "latin-1", "big5", "cp932", "euc_kr",
)  # fmt: skip
"""The encodings that a person may choose."""


@dataclass(frozen=True)
class Encoding:
    """An encoding by Python's name, and whether the bytes prove it (else it is the likeliest one)."""

    name: str
    proven: bool


def detect_encoding(path: Path) -> Encoding:
    """The encoding of a file: a byte-order mark, else valid UTF-8, else zeros of UTF-16, else GB18030, else the
    likeliest single-byte or East Asian code page.

    The whole file is looked at in blocks: one accented name in its last row decides as well as one in its first.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, proven=True)
    wide = _without_mark(head)
    if wide:
        return Encoding(wide, proven=False)
    if _decodes(path, "utf-8"):
        return Encoding("utf-8", proven=True)
    foreign = _lines_with_high_bytes(path)
    if _looks_korean(foreign) and _decodes(path, "euc_kr"):
        return Encoding("euc_kr", proven=False)
    if _looks_chinese(foreign) and _decodes(path, "gb18030"):
        return Encoding("gb18030", proven=False)
    best = from_bytes(foreign, cp_isolation=_OTHERS).best()
    name = best.encoding if best else "cp1252"
    if _looks_turkish(foreign):
        name = "cp1254"
    elif name != "cp1252" and _mostly_western(foreign):
        name = "cp1252"
    for candidate in (name, "cp1252"):
        if _decodes(path, candidate):
            return Encoding(candidate, proven=False)
    return Encoding("latin-1", proven=False)


def check_encoding(path: Path, name: str) -> Encoding:
    """The encoding that a person chose, once the file has been read through with it.

    :raises Invalid: an unknown name, or bytes that do not fit it.
    """
    if name.lower() not in NAMES:
        raise Invalid(f"“{name[:40]}” is not an encoding that can be chosen. Choose one of: {', '.join(NAMES)}.")
    if not _decodes(path, name):
        raise Invalid(f"The file is not in the encoding {name}.")
    return Encoding(name.lower(), proven=False)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark: of a Latin text every second byte is zero."""
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.3 * len(head) / 2 and even < odd / 20:
        return "utf-16-le"
    if even > 0.3 * len(head) / 2 and odd < even / 20:
        return "utf-16-be"
    return None


def _lines_with_high_bytes(path: Path) -> bytes:
    """The lines that tell encodings apart, up to a sample's size; plain ASCII says nothing."""
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                lines.append(line[:4096])
                size += len(lines[-1])
                if size > _SAMPLE:
                    break
    return b"".join(lines)


def _looks_chinese(sample: bytes) -> bool:
    """Whether the pairs of high bytes are mostly characters of everyday Chinese (GB 2312 level 1 and its signs)."""
    everyday = other = 0
    i = 0
    while i < len(sample):
        lead = sample[i]
        if lead < 0x80:
            i += 1
            continue
        trail = sample[i + 1] if i + 1 < len(sample) else 0
        if trail >= 0xA1 and (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3):
            everyday += 1
        else:
            other += 1
        i += 2
    return everyday > 0 and everyday / (everyday + other) >= _CHINESE_SHARE


def _looks_korean(sample: bytes) -> bool:
    """Whether all pairs of high bytes are Hangul syllables.

    They fill the first half of the block in which Chinese has its everyday characters, by sound from A to P: Chinese of
    some length never stays there.
    """
    pairs = [sample[at : at + 2] for at in _pair_starts(sample)]
    return len(pairs) >= 8 and all(len(p) == 2 and 0xB0 <= p[0] <= 0xC8 and p[1] >= 0xA1 for p in pairs)


def _pair_starts(sample: bytes) -> Iterator[int]:
    at = 0
    while at < len(sample):
        if sample[at] >= 0x80:
            yield at
            at += 1
        at += 1


def _looks_turkish(sample: bytes) -> bool:
    """Whether high bytes include ş or ğ as Turkish has them, and none of the letters that rule Turkish out."""
    high = {byte for byte in sample if byte >= 0x80} - _SIGNS
    return bool(high & {0xF0, 0xFE}) and high <= _TURKISH


def _mostly_western(sample: bytes) -> bool:
    """Whether high bytes stand alone between ASCII letters, as accents do in Western European names.

    Quotation marks, dashes and the euro are the same in all Windows code pages: they say nothing.
    """
    alone = total = 0
    for i, byte in enumerate(sample):
        if byte >= 0x80 and byte not in _SIGNS:
            total += 1
            before = sample[i - 1] if i else 0x20
            after = sample[i + 1] if i + 1 < len(sample) else 0x20
            alone += (before < 0x80 or before in _SIGNS) and (after < 0x80 or after in _SIGNS)
    western = sum(
        sample.count(bytes([b])) for b in b"\xe0\xe1\xe2\xe3\xe4\xe5\xe7\xe8\xe9\xea\xed\xf1\xf3\xf6\xf8\xfc\xdf"
    )
    letters = set(sample)
    if letters & _CZECH and letters & {0xE8, 0xF8}:
        return False  # č and ř, not è and ø: whoever writes those has no š and ž
    if not letters & _POLISH:
        western += sample.count(0x8C) + sample.count(0x9C)  # Œ and œ, where Polish has Ś and ś
    return total > 0 and alone / total > 0.8 and western / total > 0.5
