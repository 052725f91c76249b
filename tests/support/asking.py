"""Every route of the server, with a request that fits its description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from litestar.datastructures import State

from relata.server.app import litestar


@dataclass(frozen=True)
class Asked:
    """A request to one route: `name` is "GET /sources/{source}", the rest is what is sent."""

    name: str
    method: str
    path: str
    query: dict[str, Any]
    body: Any

    def of(self, browser: Any) -> Any:
        """Send it by a browser; text is sent as it is, anything else as JSON."""
        sent: dict[str, Any] = {} if self.body is None else {"json": self.body}
        if isinstance(self.body, str):
            sent = {"content": self.body}
        return browser.request(self.method, self.path, params=self.query, **sent)


def every_route(
    known: Mapping[str, Any],
    routes: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    integers: int | None = None,
) -> Iterator[Asked]:
    """A request for each route; `known` gives values for parameters and fields by name.

    `routes` gives some for one route alone. With `integers`, every number of an address
    and of a query is that one, also those that may be left out. What is not known is made from the
    description: the least that has the right form.
    """
    everywhere = known
    app = litestar(State())
    told: Any = app.openapi_schema.to_schema()
    for path, methods in told["paths"].items():
        for method, described in methods.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            name = f"{method.upper()} {path.removeprefix('/api')}"
            apart = dict((routes or {}).get(name, {}))
            known = {**everywhere, **apart}
            query: dict[str, Any] = {}
            filled = path
            for one in described.get("parameters", ()):
                value = _value(told, one["schema"], one["name"], known)
                if integers is not None and isinstance(value, int) and value is not True:
                    value = apart[one["name"]] = integers
                if one["in"] == "path":
                    filled = filled.replace(f"{{{one['name']}}}", str(value))
                elif one["in"] == "query" and (one.get("required") or one["name"] in apart):
                    query[one["name"]] = value
            content = described.get("requestBody", {}).get("content", {})
            body = apart.get("content")
            if "application/json" in content:
                body = _value(told, content["application/json"]["schema"], "", known)
                if isinstance(body, dict):
                    body |= {
                        key: value
                        for key, value in apart.items()
                        if key not in query and key != "content"
                    }
            yield Asked(name, method.upper(), filled, query, body)
    yield Asked("GET /live", "GET", "/api/live", {}, None)


def _value(told: Any, schema: Any, name: str, known: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if name in known:
        return known[name]
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    for choice in ("oneOf", "anyOf", "allOf"):
        if choice in schema:
            fits = [one for one in schema[choice] if one.get("type") != "null"]
            return _value(told, (fits or schema[choice])[0], name, known)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next(one for one in kind if one != "null")
    if kind == "object" or "properties" in schema:
        required = schema.get("required", ())
        fields = schema.get("properties", {}).items()
        return {key: _value(told, of, key, known) for key, of in fields if key in required}
    return {
        "integer": max(1, int(schema.get("minimum", 1))),
        "number": 1.0,
        "boolean": True,
        "array": [],
    }.get(str(kind), "x")
