"""Pictures, drawn anew: as they are meant to be held, on white, without where and when and with what they were taken.

Whatever came with one (EXIF, places, a small copy that shows what was cut off, comments, colour profiles, what stands behind its
end) is not copied, because only its points are.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from onestory.core.files.limits import PIXELS, SIDE, Clean, Refused

QUALITY = 88
TOO_MANY = (
    f"This picture has more than {PIXELS // 1_000_000} million points, and was not added. Take it again with fewer, or take a "
    "picture of the screen with it."
)
# Said of more points than ours: both are a refusal, before a point is read.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def clean(data: bytes) -> Clean:
    """A JPEG of what the picture shows. Raises Refused, or what Pillow raises of one that is broken."""
    try:
        opened = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY) from None
    with opened as image:
        if image.width * image.height > PIXELS:
            raise Refused(TOO_MANY)
        # A JPEG is read no larger than it is kept.
        image.draft(image.mode, (SIDE, SIDE))
        shown = _on_white(ImageOps.exif_transpose(image))
    out = BytesIO()
    shown.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return Clean("picture", out.getvalue(), width=shown.width, height=shown.height)


def _on_white(image: Image.Image) -> Image.Image:
    """On a new sheet, to which points are copied and nothing else."""
    if image.mode.startswith("I"):
        # A scanner's sixty-five thousand greys. Pillow would take all but the darkest for white.
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    clear = "A" in image.getbands() or "transparency" in image.info
    drawn = image.convert("RGBA" if clear else "RGB")
    drawn.thumbnail((SIDE, SIDE))
    sheet = Image.new("RGB", drawn.size, "white")
    sheet.paste(drawn, mask=drawn.getchannel("A") if clear else None)
    return sheet
