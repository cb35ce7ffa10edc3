"""Pictures are drawn anew: what is kept is the pixels, not the place, the camera or anything appended."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from integrations.documents.refusals import FileRefused

MAX_PIXELS = 50_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def drawn_anew(content: bytes, content_type: str) -> bytes:
    """The same picture of the same type, turned as it was meant to be seen; raises FileRefused."""
    wanted = _FORMATS[content_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[wanted]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise FileRefused("picture_too_large")
                turned = ImageOps.exif_transpose(image)
                return _written(turned, wanted)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise FileRefused("picture_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileRefused("damaged") from error


def _written(image: Image.Image, wanted: str) -> bytes:
    plain = image.convert("RGB") if wanted == "JPEG" or image.mode not in {"L", "RGB", "RGBA"} else image.copy()
    plain.info.clear()
    out = io.BytesIO()
    if wanted == "JPEG":
        plain.save(out, "JPEG", quality=88, optimize=True)
    else:
        plain.save(out, "PNG", optimize=True)
    return out.getvalue()
