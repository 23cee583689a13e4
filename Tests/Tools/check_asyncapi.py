#!/usr/bin/env python3
"""Holds messages to Documentation/asyncapi.yaml. usage: check_asyncapi.py ASYNCAPI.yaml [BODY.json ...]
Every reference must lead somewhere, every message have an example that its own schema takes and no other's does, and every
body be taken by the message of its type. Prints what was held, or every fault; exits 1 where there is one.
Needs from PyPI: pyyaml jsonschema"""
import json, sys
import jsonschema, yaml


def resolved(node, document):
    """The node with the targets of its references in their places."""
    if isinstance(node, list):
        return [resolved(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: resolved(value, document) for key, value in node.items()}
    target = document
    for step in node["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return resolved(target, document)


def faults_of(schema, value):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in jsonschema.Draft7Validator(schema).iter_errors(value)]


def main():
    with open(sys.argv[1]) as file:
        raw = yaml.safe_load(file)
    document, faults, examples = resolved(raw, raw), [], 0
    if not document["asyncapi"].startswith("3."):
        faults.append("this is no AsyncAPI 3")
    messages = {message["name"]: message for message in document["components"]["messages"].values()}
    channel = document["channels"]["webhook"]["messages"].values()
    told = [message["name"] for one in document["operations"].values() for message in one["messages"]]
    if sorted(m["name"] for m in channel) != sorted(messages) or sorted(told) != sorted(messages):
        faults.append("a message is in no operation or channel, or in several")
    for name, message in messages.items():
        jsonschema.Draft7Validator.check_schema(message["payload"])
        jsonschema.Draft7Validator.check_schema(message["headers"])
        if not message.get("examples"):
            faults.append(f"{name} has no example")
        for example in message.get("examples", []):
            examples += 1
            takers = [other for other, one in messages.items() if not faults_of(one["payload"], example["payload"])]
            if takers != [name]:
                faults.append(f"{name}: the example is taken by {takers}: {faults_of(message['payload'], example['payload'])}")
    for path in sys.argv[2:]:
        with open(path) as file:
            body = json.load(file)
        message = messages.get(body.get("type"))
        found = faults_of(message["payload"], body) if message else [f"no message is of type {body.get('type')}"]
        faults += [f"{path}: {fault}" for fault in found]
    print("\n".join(faults) or f"{len(messages)} messages, {examples} examples, {len(sys.argv) - 2} bodies")
    sys.exit(1 if faults else 0)


main()
