"""The whole family of errors that Chartside raises on purpose.

    ChartsideError                 everything below; `code` is stable, the text is one sentence
     ├── InputError                what was handed in cannot be read (text, JSON, date, setting)
     │    ├── UnknownCodeError     no such code in the release that is open
     │    └── NotFoundError        no such encounter
     ├── DataFileError             a curated file under codesets/ is wrong: file, line, reason
     ├── CodeSetError              a release is missing, damaged or cannot be compiled
     ├── AccessError               host, origin, token or pairing code refused
     ├── StoreError                the record of reviews cannot be read or written
     ├── VaultError                a key of the record is missing or wrong
     ├── ReviewError               a decision that does not fit the encounter as it stands
     └── ServiceError              the service cannot start, for example because the port is taken

The text says what happened and what to do. It never holds text of a note.
"""


class ChartsideError(Exception):
    """Base of the family; `code` is a stable name for programs, `str()` the sentence for people."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class InputError(ChartsideError):
    """What was handed in cannot be read."""

    code = "bad_input"


class UnknownCodeError(InputError):
    """No such code in the open release."""

    code = "unknown_code"

    def __init__(self, requested: str, release: str) -> None:
        super().__init__(f"There is no code {requested!r} in {release}; look it up by its words instead.")
        self.requested = requested


class DataFileError(ChartsideError):
    """A curated data file is wrong; the text names file and line."""

    code = "bad_data_file"

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


class CodeSetError(ChartsideError):
    """A release is missing, damaged or cannot be compiled."""

    code = "code_set"


class AccessError(ChartsideError):
    """Host, origin, token or pairing code refused."""

    code = "refused"


class ServiceError(ChartsideError):
    """The service cannot start or stopped working."""

    code = "service"


class StoreError(ChartsideError):
    """The record of reviews cannot be read or written; nothing was half-written."""

    code = "store"
    status = 503


class VaultError(ChartsideError):
    """A key of the record is missing or wrong."""

    code = "vault"
    status = 503


class ReviewError(ChartsideError):
    """A decision that does not fit the encounter as it stands."""

    code = "review"
    status = 409


class NotFoundError(InputError):
    """No such encounter, or one of another coder."""

    code = "not_found"
    status = 404
