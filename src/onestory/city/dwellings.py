"""Dwellings: real postcodes, and streets that are invented.

Each postcode is given one street name, the same in every city, made of two words. Where such a street happens to exist
somewhere in Plymouth that is chance: the name, the house number and the UPRN here claim nothing about it.
"""

from __future__ import annotations

from functools import cache
from random import Random
from zlib import crc32

from onestory.city import numbers, published
from onestory.city.chance import Weighted
from onestory.city.model import Address
from onestory.city.published import Neighbourhood, Postcode

_FIRST = (
    "Alder", "Amber", "Ashcombe", "Barley", "Beacon", "Bellflower", "Birchwood", "Blackthorn", "Bluebell",
    "Bracken", "Bramble", "Brookmead", "Buttercup", "Campion", "Carnelian", "Cedar", "Celandine", "Chestnut",
    "Clover", "Cobalt", "Copperfield", "Coral", "Cornflower", "Cowslip", "Curlew", "Dunlin", "Elderberry",
    "Fairwind", "Fennel", "Fernhill", "Flint", "Foxglove", "Garnet", "Goldcrest", "Goosander", "Granary",
    "Greenfinch", "Harebell", "Hawthorn", "Hazel", "Heather", "Heron", "Hollybush", "Honeysuckle", "Hornbeam",
    "Jasmine", "Juniper", "Kestrel", "Kingfisher", "Lapwing", "Larch", "Lavender", "Lighthouse", "Linden",
    "Linnet", "Lupin", "Magnolia", "Mallow", "Maple", "Marigold", "Meadowsweet", "Merlin", "Mulberry",
    "Nightingale", "Oakapple", "Orchid", "Osprey", "Oyster", "Partridge", "Pebble", "Pennywort", "Periwinkle",
    "Pimpernel", "Plover", "Poppyfield", "Primrose", "Quarry", "Redwing", "Rosemary", "Rowan", "Saffron",
    "Samphire", "Sandpiper", "Scabious", "Seaholly", "Skylark", "Sorrel", "Speedwell", "Starling", "Sycamore",
    "Tamarisk", "Teasel", "Tern", "Thistle", "Thrift", "Tormentil", "Valerian", "Wagtail", "Willow", "Yarrow",
)  # fmt: skip
_SECOND = (
    "Road", "Road", "Road", "Street", "Street", "Avenue", "Avenue", "Close", "Close", "Gardens", "Crescent",
    "Drive", "Lane", "Place", "Rise", "Terrace", "View", "Walk", "Way", "Hill",
)  # fmt: skip


@cache
def street(postcode: str) -> str:
    """The invented street of a postcode: the same wherever and whenever it is asked for."""
    mark = crc32(postcode.encode())
    return f"{_FIRST[mark % len(_FIRST)]} {_SECOND[(mark >> 12) % len(_SECOND)]}"


def _has_flats(postcode: str, hardship: float) -> bool:
    """About one postcode in eight is flats where life is easiest, one in two where it is hardest."""
    return (crc32(postcode.encode()) >> 4) % 100 < 12 + 38 * hardship


def _house_number(postcode: str, place: int) -> int:
    """Numbers up and down the street rather than 1, 2, 3; each once, since 17 and 97 share no factor."""
    return 1 + (place * 17 + crc32(postcode.encode()) % 97) % 97 if place < 97 else place + 1


@cache
def _by_neighbourhood() -> dict[str, tuple[Postcode, ...]]:
    found: dict[str, list[Postcode]] = {}
    for postcode in published.postcodes():
        found.setdefault(postcode.lsoa, []).append(postcode)
    return {lsoa: tuple(codes) for lsoa, codes in found.items()}


class Dwellings:
    """Hands out each dwelling once; a hostel's rooms share its number."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._built: dict[str, int] = {}
        self._count = 0
        # Some postcodes are one block and some a whole street: the same postcodes are always the busier ones.
        self._postcodes = {
            lsoa: Weighted([(code, 1.0 + crc32(code.code.encode()) % 5) for code in codes])
            for lsoa, codes in _by_neighbourhood().items()
        }

    def next(self, area: Neighbourhood, tenure: str) -> Address:
        code = self._postcodes[area.lsoa].draw(self._rng).code
        place = self._built.get(code, 0)
        self._built[code] = place + 1
        number = _house_number(code, place)
        self._count += 1
        return Address(numbers.uprn(self._count), self._first_line(code, number, area, tenure), code, area.lsoa)

    def _first_line(self, code: str, number: int, area: Neighbourhood, tenure: str) -> str:
        if tenure == "temporary":
            return f"Room {number}, {100 + crc32(code.encode()) % 40} {street(code)}"
        if _has_flats(code, area.hardship):
            house, flat = divmod(number - 1, 6)
            return f"Flat {flat + 1}, {house + 1} {street(code)}"
        return f"{number} {street(code)}"
