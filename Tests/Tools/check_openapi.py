#!/usr/bin/env python3
"""Holds openapi.yaml to OpenAPI 3.1 and to the server's own table. usage: check_openapi.py OPENAPI.yaml TABLE.json
The table names every operation with its method, path and parameters, and every code of a fault with its status; both must
say the same. Every example must be taken by its schema. Prints what was held, or every fault; exits 1 where there is one.
Needs from PyPI: pyyaml jsonschema openapi-spec-validator"""
import json, sys
import jsonschema, openapi_spec_validator, yaml

METHODS = {"get", "put", "post", "delete", "patch", "head", "options", "trace"}


def resolved(node, document):
    """The node with the targets of its references in their places, beside what else it says."""
    if isinstance(node, list):
        return [resolved(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    rest = {key: resolved(value, document) for key, value in node.items() if key != "$ref"}
    if "$ref" not in node:
        return rest
    target = document
    for step in node["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return {**resolved(target, document), **rest}


def limits(schema):
    """What a parameter's schema lets through, in the words of the table."""
    if schema["type"] == "array":
        return {**limits(schema["items"]), "count": schema["maxItems"]}
    if "enum" in schema:
        return {"words": schema["enum"]}
    if schema["type"] == "integer":
        return {"least": schema["minimum"], "most": schema["maximum"]}
    if schema["type"] == "boolean":
        return {"flag": True}
    return {"text": schema["maxLength"]} if schema.get("minLength") == 1 else {"unbounded": True}


def described(document):
    operations = {}
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            one = item[method]
            parameters = {p["name"]: limits(p["schema"]) for p in one.get("parameters", []) if p["in"] != "header"}
            open_to_all = one.get("security", document["security"]) == []
            operations[one["operationId"]] = {
                "method": method.upper(), "path": path, "parameters": parameters, "open": open_to_all}
    return operations


def codes(document):
    found = {}
    for answer in document["components"]["responses"].values():
        for media in answer.get("content", {}).values():
            part = media["schema"]["allOf"][1]["properties"]
            for code in part["code"]["enum"]:
                found.setdefault(code, []).append(part["status"]["const"])
    return {code: sorted(statuses) for code, statuses in found.items()}


def differences(what, described, real):
    for name in sorted(described.keys() | real.keys()):
        if described.get(name) != real.get(name):
            yield f"{what} {name}: described as {described.get(name)}, really {real.get(name)}"


def examples(node, place=""):
    if isinstance(node, list):
        for item in node:
            yield from examples(item, place)
    elif isinstance(node, dict):
        if "example" in node and "schema" in node:
            yield place, node["schema"], node["example"]
        for key, value in node.items():
            if key != "example":
                yield from examples(value, f"{place}/{key}")


def main():
    with open(sys.argv[1]) as file:
        raw = yaml.safe_load(file)
    with open(sys.argv[2]) as file:
        table = json.load(file)
    faults = [error.message for error in openapi_spec_validator.OpenAPIV31SpecValidator(raw).iter_errors()]
    document = resolved(raw, raw)
    operations = described(document)
    faults += differences("operation", operations, table["operations"])
    faults += differences("code", codes(document), table["codes"])
    count = 0
    for place, schema, example in examples({"paths": document["paths"]}):
        count += 1
        faults += [f"{place}: {e.message}" for e in jsonschema.Draft202012Validator(schema).iter_errors(example)]
    print("\n".join(faults) or f"{len(operations)} operations, {len(table['codes'])} codes, {count} examples")
    sys.exit(1 if faults else 0)


main()
