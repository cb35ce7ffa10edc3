"""Why an upload is not taken."""


class FileRefused(Exception):
    """The upload is not taken; `reason` is one of the words in REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = {
    "empty": ("빈 파일입니다.", "The file is empty."),
    "too_large": ("파일이 10MB보다 큽니다.", "The file is larger than 10 MB."),
    "wrong_type": ("이 형식의 파일은 받을 수 없습니다.", "Files of this type are not accepted here."),
    "name_and_content_differ": (
        "파일 이름의 확장자가 내용과 다릅니다.",
        "The ending of the file's name does not fit its content.",
    ),
    "damaged": ("파일이 손상되어 열 수 없습니다.", "The file is damaged and cannot be opened."),
    "encrypted": ("암호가 걸린 파일은 받을 수 없습니다.", "Files with a password are not accepted."),
    "active_content": (
        "매크로나 스크립트, 첨부가 든 파일은 받을 수 없습니다.",
        "Files with macros, scripts or attachments are not accepted.",
    ),
    "picture_too_large": ("그림의 크기가 너무 큽니다.", "The picture has too many pixels."),
    "zip_too_large": ("압축을 풀면 너무 큰 파일입니다.", "The file would be too large when unpacked."),
    "zip_unsafe": ("파일 안의 경로가 올바르지 않습니다.", "The file holds unsafe paths."),
}
