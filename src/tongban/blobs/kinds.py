"""What a blob is. The kind decides where it lives and is part of its address."""

from enum import StrEnum


class BlobKind(StrEnum):
    """Templates and the standard photo live in the database, originals in files."""

    STANDARD_PHOTO = "STANDARD_PHOTO"
    FINGERPRINT_TEMPLATE = "FINGERPRINT_TEMPLATE"
    ORIGINAL_PHOTO = "ORIGINAL_PHOTO"
    LIVE_PICTURE = "LIVE_PICTURE"
    FINGERPRINT_IMAGE = "FINGERPRINT_IMAGE"
    EVIDENCE = "EVIDENCE"
    SIGNATURE = "SIGNATURE"
    PAPER = "PAPER"
    DEMO_FACE = "DEMO_FACE"

    @property
    def label(self) -> str:
        """The kind in the words of the screen."""
        return _LABELS[self]

    @property
    def is_in_database(self) -> bool:
        """Whether the sealed content is a column instead of a file."""
        return self in {BlobKind.STANDARD_PHOTO, BlobKind.FINGERPRINT_TEMPLATE}


_LABELS = {
    BlobKind.STANDARD_PHOTO: "标准照片",
    BlobKind.FINGERPRINT_TEMPLATE: "指纹模板",
    BlobKind.ORIGINAL_PHOTO: "照片原图",
    BlobKind.LIVE_PICTURE: "现场照片",
    BlobKind.FINGERPRINT_IMAGE: "指纹图像",
    BlobKind.EVIDENCE: "受理凭证",
    BlobKind.SIGNATURE: "签名",
    BlobKind.PAPER: "打印件",
    BlobKind.DEMO_FACE: "演示头像",
}
