"""The columns of a Parquet output, job by job, from the objects that are written as JSON lines otherwise."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from chartside.web.schemas import Json


@lru_cache(maxsize=4)
def schema_of(job: str) -> Any:
    """The Arrow schema of a job's output."""
    import pyarrow as pa

    text, number = pa.string(), pa.int32()
    evidence = pa.list_(
        pa.struct({"start": number, "end": number, "text": text, "section": text, "assertion": text})
    )
    code = {"code": text, "description": text}
    sure = {**code, "tier": text, "confidence": pa.float64()}
    change = pa.list_(pa.struct({"code": text, "was": text, "now": text}))
    offered = pa.struct({**sure, "billable": pa.bool_(), "hcc_v28": text, "evidence": evidence})
    left = pa.struct({**code, "reason": text, "evidence": evidence, "guideline": text})
    found = {
        "suggest": {
            "id": text,
            "code_set": text,
            "setting": text,
            "suggestions": pa.list_(offered),
            "not_coded": pa.list_(left),
            "notices": pa.list_(text),
        },
        "check": {
            "id": text,
            **code,
            "verdict": text,
            "text": text,
            "others": pa.list_(text),
            "evidence": evidence,
            "guideline": text,
        },
        "release": {
            "id": text,
            "before": text,
            "after": text,
            "gone": pa.list_(pa.struct(sure)),
            "new": pa.list_(pa.struct(sure)),
            "revised": change,
            "moved": change,
        },
        "hcc": {
            "id": text,
            "code_set": text,
            "claimed": pa.list_(text),
            "gaps": pa.list_(
                pa.struct(
                    {
                        "hcc_v28": text,
                        "tier": text,
                        "codes": pa.list_(pa.struct({**sure, "evidence": evidence})),
                    }
                )
            ),
        },
    }
    return pa.schema(list(found[job].items()))


def columns_of(job: str, told: Json) -> Iterator[Json]:
    """The rows of one note: one, but for `check` one for every finding."""
    if job == "check":
        for finding in told["findings"]:
            rule = finding["guideline"]
            yield {**finding, "id": told["id"], "guideline": rule["section"] if rule else None}
    elif job == "suggest":
        offered = [each | each["flags"] for each in told["suggestions"]]
        yield told | {"suggestions": offered}
    else:
        yield told
