"""
A graph as files that graph tools open: GraphML (Gephi, yEd, Cytoscape), DOT (Graphviz), and its edges as CSV.

Written here: the three formats need an element, a line or a row for each node and edge, and a library of graphs would
be the heaviest dependency of the core for that.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from labo_partenariats.i18n import Language, format_value
from labo_partenariats.network.graph import Edge, Graph, NodeKind
from labo_partenariats.tabular.guard import guarded

_SPACE = "http://graphml.graphdrawing.org/xmlns"
#: Characters that no XML 1.0 document may hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NODE_KEYS = (("name", "string"), ("kind", "string"))
_EDGE_KEYS = (("kind", "string"), ("weight", "int"), ("roles", "string"), ("actions", "string"))

Writer = Callable[[Graph, Language], bytes]


def graphml(graph: Graph, language: Language = "fr") -> bytes:
    """The graph as GraphML in UTF-8; roles in *language*, several joined by semicolons. Same graph, same bytes."""
    root = ET.Element("graphml", {"xmlns": _SPACE})
    for domain, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, type_ in keys:
            facts = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": type_}
            ET.SubElement(root, "key", facts)
    drawn = ET.SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    for node in graph.nodes:
        element = ET.SubElement(drawn, "node", {"id": node.id})
        _data(element, "node", {"name": node.name, "kind": node.kind.value})
    for rank, edge in enumerate(graph.edges):
        element = ET.SubElement(drawn, "edge", {"id": f"e{rank}", "source": edge.one, "target": edge.other})
        _data(element, "edge", _facts(edge, language))
    ET.indent(root)
    body: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def dot(graph: Graph, language: Language = "fr") -> bytes:
    """The graph in the language of Graphviz, in UTF-8: programmes as boxes, width of a line by actions in common."""
    lines = [f"graph {_quoted(graph.name)} {{"]
    for node in graph.nodes:
        shape = "box" if node.kind is NodeKind.PROGRAMME else "ellipse"
        lines.append(f"  {_quoted(node.id)} [label={_quoted(node.name)}, shape={shape}];")
    for edge in graph.edges:
        facts = _facts(edge, language)
        words = facts.get("roles") or facts.get("actions") or ""
        drawn = f"tooltip={_quoted(words)}, penwidth={min(edge.weight, 9)}"
        lines.append(f"  {_quoted(edge.one)} -- {_quoted(edge.other)} [{drawn}];")
    return "\n".join((*lines, "}", "")).encode("utf-8", "replace")


def edges_csv(graph: Graph, language: Language = "fr") -> bytes:
    """The edges as CSV (UTF-8, commas), with the names of their ends; no text is computed by a spreadsheet."""
    names = {node.id: node.name for node in graph.nodes}
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\r\n")
    writer.writerow(("source", "target", "source_name", "target_name", *(name for name, _ in _EDGE_KEYS)))
    for edge in graph.edges:
        facts = _facts(edge, language)
        ends = (edge.one, edge.other, guarded(names[edge.one]), guarded(names[edge.other]))
        writer.writerow((*ends, *(guarded(facts.get(name, "")) for name, _ in _EDGE_KEYS)))
    return content.getvalue().encode("utf-8", "replace")


#: What ``--to`` may ask for.
GRAPH_WRITERS: Mapping[str, Writer] = MappingProxyType({"graphml": graphml, "dot": dot, "edges": edges_csv})
_SUFFIXES = {".graphml": "graphml", ".dot": "dot", ".gv": "dot"}


def graph_writer(suffix: str, to: str | None) -> Writer | None:
    """The writer called *to*, else that of a suffix; None where neither is of a graph."""
    return GRAPH_WRITERS.get(_SUFFIXES.get(suffix.lower(), "") if to is None else to)


def _facts(edge: Edge, language: Language) -> dict[str, str]:
    facts = {"kind": edge.kind.value, "weight": str(edge.weight)}
    if edge.roles:
        facts["roles"] = "; ".join(format_value(role, language) for role in edge.roles)
    if edge.actions:
        facts["actions"] = "; ".join(edge.actions)
    return facts


def _data(element: ET.Element, domain: str, facts: Mapping[str, str]) -> None:
    for name, value in facts.items():
        ET.SubElement(element, "data", {"key": f"{domain}-{name}"}).text = _NOT_XML.sub(
            "\N{REPLACEMENT CHARACTER}", value
        )


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\0", "")
    return f'"{escaped}"'
