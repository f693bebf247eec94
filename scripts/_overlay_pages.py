"""Synthetic notes and the pages that hold them, for measuring what the extension costs a page.

Nobody's record: sentences are put together from lists by a fixed seed, so every run sees the same notes.
"""

import random
from html import escape
from pathlib import Path

HEADINGS = (
    "CHIEF COMPLAINT", "HISTORY OF PRESENT ILLNESS", "PAST MEDICAL HISTORY", "REVIEW OF SYSTEMS",
    "PHYSICAL EXAMINATION", "HOSPITAL COURSE", "ASSESSMENT AND PLAN", "RECOMMENDATIONS",
)  # fmt: skip
CONDITIONS = (
    "type 2 diabetes mellitus", "essential hypertension", "chronic kidney disease, stage 3a", "gout",
    "congestive heart failure", "atrial fibrillation", "hypothyroidism", "iron deficiency anemia", "COPD",
    "gastroesophageal reflux disease", "left knee osteoarthritis", "obstructive sleep apnea", "asthma",
)  # fmt: skip
SYMPTOMS = (
    "chest pain",
    "shortness of breath",
    "fever",
    "dysuria",
    "headache",
    "leg swelling",
    "nausea",
    "cough",
)
DRUGS = ("metformin", "lisinopril", "furosemide", "allopurinol", "levothyroxine", "apixaban", "omeprazole")
SENTENCES = (
    "The patient has {condition} and takes {drug} every morning without any trouble.",
    "On day {day} the patient denied {symptom} and was walking in the corridor with help.",
    "We spoke with the family about {condition} and agreed to see how the next weeks go.",
    "No {symptom} was reported overnight, the vital signs were stable and the lungs were clear.",
    "Continue {drug}, repeat the labs in {day} days and call us if {symptom} comes back.",
    "Possible {condition}; imaging of the chest was ordered and will be read tomorrow.",
    "The mother had {condition}, and a brother is well at the age of {day}.",
)


def note(words: int, seed: int = 7) -> list[str]:
    """Paragraphs of a note with about so many words, every eighth or so a heading."""
    chance = random.Random(seed)  # noqa: S311 - the same notes each time
    paragraphs: list[str] = []
    count = 0
    while count < words:
        if len(paragraphs) % 5 == 0:
            paragraphs.append(HEADINGS[len(paragraphs) // 5 % len(HEADINGS)])
        lines = [
            chance.choice(SENTENCES).format(
                condition=chance.choice(CONDITIONS),
                symptom=chance.choice(SYMPTOMS),
                drug=chance.choice(DRUGS),
                day=chance.randint(2, 80),
            )
            for _ in range(chance.randint(2, 4))
        ]
        paragraphs.append(" ".join(lines))
        count += len(paragraphs[-1].split())
    return paragraphs


BODY = "body { font: 15px/1.5 sans-serif; margin: 20px 420px 20px 20px }"
BOX = "#note { width: 100%; height: 560px; overflow: auto }"
LIST = ".row { display: flex; gap: 8px } .cell { padding: 2px } .list { height: 300px; overflow: auto }"
ROW = """<div class="row"><span class="cell">Order {n}</span><span class="cell"><b>{n}</b> units</span><i></i>
</div>"""


def _page(body: str, style: str = "") -> str:
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Progress note</title>'
    return f"{head}<style>{BODY} {style}</style>{body}</html>\n"


def _blocks(paragraphs: list[str]) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)


def _field(paragraphs: list[str]) -> str:
    text = escape("\n".join(paragraphs))
    return _page(f'<label>Progress note<textarea id="note" spellcheck="false">{text}</textarea></label>', BOX)


def _editable(paragraphs: list[str]) -> str:
    start = '<div id="note" contenteditable="true" spellcheck="false" aria-label="Progress note">'
    return _page(f"{start}{_blocks(paragraphs)}</div>", BOX)


def _application(elements: int, paragraphs: list[str]) -> str:
    """A page of a big application: a note, and beside it a long list of orders."""
    rows = "".join(ROW.format(n=number) for number in range(elements // 5))
    note_in_it = f'<main><article id="note">{_blocks(paragraphs)}</article></main>'
    return _page(f'{note_in_it}<div class="list">{rows}</div>', LIST)


def write_pages(folder: Path) -> dict[str, str]:
    """Write all pages into a folder; file name of each by what it is called here."""
    texts = {
        "textarea": _field(note(2000)),
        "contenteditable": _editable(note(2000)),
        "5,000 elements": _application(5000, note(400)),
        "50,000 words": _page(f'<article id="note">{_blocks(note(50_000))}</article>'),
        "50,000 words in a field": _field(note(50_000)),
    }
    files = {name: f"overlay-{index}.html" for index, name in enumerate(texts)}
    for name, text in texts.items():
        (folder / files[name]).write_text(text, encoding="utf-8")
    return files
