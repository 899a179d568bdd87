"""The part of the SARIF 2.1.0 schema that is used here, as JSON Schema: names, types and what is required are those of
the standard, and nothing else may stand in a log."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
LEVEL: Schema = {"enum": ["none", "note", "warning", "error"]}


def thing(required: str = "", **properties: Schema) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def many(items: Schema, **more: object) -> Schema:
    return {"type": "array", "items": items, **more}


def number(least: int) -> Schema:
    return {"type": "integer", "minimum": least}


MULTIFORMAT = thing("text", text=TEXT, markdown=TEXT)
MESSAGE = {**thing("", text=TEXT, markdown=TEXT, id=TEXT, arguments=many(TEXT)), "anyOf": [{"required": ["text"]}]}
REGION = thing(
    "",
    startLine=number(1),
    startColumn=number(1),
    endLine=number(1),
    endColumn=number(1),
    snippet=thing("", text=TEXT),
)
URI: Schema = {"type": "string", "format": "uri-reference", "pattern": r"^[A-Za-z0-9\-._~%/:@!$&'()*+,;=?#]+$"}
PHYSICAL = thing("artifactLocation", artifactLocation=thing("uri", uri=URI), region=REGION)
LOCATION = thing(
    "",
    id=number(-1),
    message=MESSAGE,
    physicalLocation=PHYSICAL,
    logicalLocations=many(thing("name", name=TEXT), uniqueItems=True),
)
RULE = thing(
    "id shortDescription help",
    id=TEXT,
    shortDescription=MULTIFORMAT,
    fullDescription=MULTIFORMAT,
    help=MULTIFORMAT,
    defaultConfiguration=thing("", level=LEVEL),
)
RESULT = thing(
    "ruleId message level locations partialFingerprints",
    ruleId=TEXT,
    ruleIndex=number(0),
    level=LEVEL,
    message=MESSAGE,
    locations=many(LOCATION, minItems=1),
    relatedLocations=many(LOCATION, uniqueItems=True),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    properties={"type": "object"},
)
NOTIFICATION = thing("message", level=LEVEL, message=MESSAGE, locations=many(LOCATION, uniqueItems=True))
RUN = thing(
    "tool results",
    tool=thing(
        "driver",
        driver=thing("name", name=TEXT, version=TEXT, semanticVersion=TEXT, rules=many(RULE, uniqueItems=True)),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=many(
        thing(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=many(NOTIFICATION),
        )
    ),
    results=many(RESULT),
)
LOG: Schema = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {"$schema": TEXT, "version": {"const": "2.1.0"}, "runs": many(RUN)},
    "required": ["version", "runs"],
    "additionalProperties": False,
}
