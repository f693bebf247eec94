"""The audit report as FHIR R4B: a Bundle with a Condition for each code and the Provenance of each.

Nothing of the note is in it but the quotations that a code rests on, as notes of the Condition. Who the
patient is Chartside does not know: the subject is named by the encounter alone.
Source: HL7 FHIR R4B (4.3.0), Bundle, Condition, Provenance; http://hl7.org/fhir/sid/icd-10-cm.
"""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from chartside.model import Setting
from chartside.review.records import Coder, EncounterState
from chartside.review.report_types import AuditReport, Decided
from chartside.review.report_words import HOW, reason_words, section_words

ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
TERMS = "http://terminology.hl7.org/CodeSystem"
OURS = "urn:chartside"
Json = dict[str, Any]


def report_fhir(report: AuditReport) -> bytes:
    """The bundle as JSON in UTF-8, checked against the models of `fhir.resources`."""
    from fhir.resources.R4B.bundle import Bundle

    text: str = Bundle.model_validate(bundle_of(report)).model_dump_json(indent=1)
    return f"{text}\n".encode("utf-8", "replace")


def bundle_of(report: AuditReport) -> Json:
    """The bundle as plain values."""
    people = {item.coder.id: item.coder for item in report.codes} | {report.coder.id: report.coder}
    resources = [_practitioner(coder) for coder in people.values()]
    resources.append(_encounter(report))
    for item in report.codes:
        condition = _condition(report, item)
        resources += [condition, _provenance(report, item, condition["id"])]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "identifier": {"system": f"{OURS}:encounter", "value": report.encounter.id},
        "timestamp": report.made_at,
        "entry": [{"fullUrl": _url(each["id"]), "resource": each} for each in resources],
    }


def _practitioner(coder: Coder) -> Json:
    return {
        "resourceType": "Practitioner",
        "id": _id("coder", coder.id),
        "identifier": [{"system": f"{OURS}:coder", "value": coder.id}],
        "name": [{"text": coder.name}],
    }


def _encounter(report: AuditReport) -> Json:
    view = report.encounter
    inpatient = view.setting is Setting.INPATIENT
    made: Json = {
        "resourceType": "Encounter",
        "id": _id("encounter", view.id),
        "identifier": [{"system": f"{OURS}:encounter", "value": view.id}],
        # Whether the visit itself is over is not known; the codes are final or not.
        "status": "finished" if view.state is EncounterState.FINALIZED else "unknown",
        "class": {
            "system": f"{TERMS}/v3-ActCode",
            "code": "IMP" if inpatient else "AMB",
            "display": "inpatient encounter" if inpatient else "ambulatory",
        },
        "diagnosis": [
            {"condition": {"reference": _url(_id("condition", view.id, item.code))}, "rank": rank}
            for rank, item in enumerate(report.codes, 1)
        ],
    }
    if view.day:
        # The date of service of an outpatient, the day of discharge of an inpatient.
        made["period"] = {"end": view.day} if inpatient else {"start": view.day, "end": view.day}
    return {name: value for name, value in made.items() if value}


def _condition(report: AuditReport, item: Decided) -> Json:
    view = report.encounter
    coding = {"system": ICD10CM, "version": view.code_set.rpartition(" ")[2], "code": item.code}
    if item.shown.description:
        coding["display"] = item.shown.description
    assertions = {quote.assertion for quote in item.quotes}
    made: Json = {
        "resourceType": "Condition",
        "id": _id("condition", view.id, item.code),
        "category": [{"coding": [_term("condition-category", "encounter-diagnosis")]}],
        "code": {"coding": [coding], "text": item.shown.description or item.code},
        "subject": {
            "identifier": {"system": f"{OURS}:patient-of-encounter", "value": view.id},
            "display": "The patient of this encounter; not named in the record",
        },
        "encounter": {"reference": _url(_id("encounter", view.id))},
        "recordedDate": item.at,
        "recorder": _reference(item.coder),
        "note": [
            {
                "authorString": "Quoted from the note",
                "text": f"“{quote.text}” ({section_words(quote.section)}, {quote.assertion}, "
                f"characters {quote.start} to {quote.end})",
            }
            for quote in item.quotes
            if quote.text
        ],
    }
    if assertions and assertions <= {"present", "uncertain"}:
        sure = "present" in assertions
        status = _term("condition-ver-status", "confirmed" if sure else "provisional")
        made["verificationStatus"] = {"coding": [status]}
    return {name: value for name, value in made.items() if value}


def _provenance(report: AuditReport, item: Decided, condition: str) -> Json:
    view = report.encounter
    said = f"{HOW[item.how]}" + (f" from {item.other}" if item.other else "")
    if item.reason:
        said += f": {reason_words(item.reason)}"
    return {
        "resourceType": "Provenance",
        "id": _id("provenance", view.id, item.code),
        "target": [{"reference": _url(condition)}],
        "occurredDateTime": item.at,
        "recorded": item.at,
        "activity": {"coding": [_term("v3-DataOperation", "CREATE")], "text": said},
        "agent": [
            {
                "type": {"coding": [_term("provenance-participant-type", "author")]},
                "who": _reference(item.coder),
            }
        ],
        "entity": [
            {"role": "source", "what": _named("note", view.note_digest, "The note, by its keyed digest")},
            {"role": "source", "what": _named("event", item.hash, f"Event {item.event} of the ledger")},
        ],
    }


def _named(kind: str, value: str, display: str) -> Json:
    return {"identifier": {"system": f"{OURS}:{kind}", "value": value}, "display": display}


def _reference(coder: Coder) -> Json:
    return {"reference": _url(_id("coder", coder.id)), "display": coder.name}


def _term(system: str, code: str) -> Json:
    return {"system": f"{TERMS}/{system}", "code": code}


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{OURS}:{':'.join(parts)}"))


def _url(name: str) -> str:
    return f"urn:uuid:{name}"
