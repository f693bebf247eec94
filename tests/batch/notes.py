"""Short notes of our own for the tests of many notes."""

import json
from pathlib import Path

CONDITIONS = "Hypertension|Type 2 diabetes|Left knee osteoarthritis|COPD|Gout|Asthma|Migraine".split("|")


def note(number: int) -> str:
    first, second = CONDITIONS[number % 7], CONDITIONS[(number * 3 + 1) % 7]
    return (
        f"HPI:\nSeen on day {number}. Denies chest pain.\n\n"
        f"Assessment and Plan:\n1. {first}.\n2. {second}, stable on treatment.\n"
    )


def write_notes(path: Path, count: int) -> Path:
    """A file of JSON lines with `count` notes, their ids from 0."""
    lines = [json.dumps({"id": str(number), "text": note(number)}) for number in range(count)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
