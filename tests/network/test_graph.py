"""The graph of a network: every programme, every organisation, every link, in files that graph tools read."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labo_partenariats.codec.graph import GRAPH_WRITERS, dot, edges_csv, graph_writer, graphml
from labo_partenariats.model import Action, Actor, Partnership, Programme, RoleKind
from labo_partenariats.network import EdgeKind, Member, Network, cooperation_graph
from labo_partenariats.testing import strategies

SPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def network(name="Figeacteurs", title="Atelier"):
    cci, ptce = Actor(id="a", name="CCI"), Actor(id="b", name=name)
    action = Action(id="x", title=title, actors=("a", "b"))
    lead = Partnership(actor="b", role=RoleKind.LEAD)
    figeac = Programme(actors=(cci, ptce), actions=(action,), partnerships=(lead,))
    return Network("Réseau", (Member("Jura", Programme(actors=(Actor(id="z", name="CCI"),))), Member("Figeac", figeac)))


def test_programmes_organisations_and_links():
    graph = cooperation_graph(network())
    assert [node.id for node in graph.nodes] == ["programme/figeac", "programme/jura", "actor/cci", "actor/figeacteurs"]
    assert [(edge.one, edge.other, edge.roles, edge.actions) for edge in graph.edges] == [
        ("programme/figeac", "actor/cci", (), ()),
        ("programme/jura", "actor/cci", (), ()),
        ("programme/figeac", "actor/figeacteurs", (RoleKind.LEAD,), ()),
        ("actor/cci", "actor/figeacteurs", (), ("Atelier (Figeac)",)),
    ]


HOSTILE = ['"; }', "a\\", "<&>\x00\x1b", "=1+1", "\ud800", "a\nb", "é" * 300]


@pytest.mark.parametrize("rank", range(len(HOSTILE)))
def test_hostile_names_leave_every_format_whole(rank):
    graph = cooperation_graph(network(name=HOSTILE[rank], title=HOSTILE[rank]))
    root = ET.fromstring(graphml(graph))
    assert len(root.findall(".//g:node", SPACE)) == len(graph.nodes)
    drawn = dot(graph).decode("utf-8").splitlines()
    assert len(drawn) == len(graph.nodes) + len(graph.edges) + 2
    rows = list(csv.reader(io.StringIO(edges_csv(graph).decode("utf-8"), newline="")))
    assert {len(row) for row in rows} == {8}
    assert len(rows) == len(graph.edges) + 1
    assert not any(cell.startswith("=") for row in rows for cell in row)


@settings(max_examples=15)
@given(programmes=st.lists(strategies.programmes(), min_size=1, max_size=3))
def test_the_file_holds_the_graph_and_no_edge_leads_nowhere(programmes):
    members = tuple(Member(f"m{rank}", each) for rank, each in enumerate(programmes))
    graph = cooperation_graph(Network("N", members))
    ids = [node.id for node in graph.nodes]
    assert len(set(ids)) == len(ids)
    root = ET.fromstring(graphml(graph))
    assert [each.get("id") for each in root.findall(".//g:node", SPACE)] == ids
    ends = [(each.get("source"), each.get("target")) for each in root.findall(".//g:edge", SPACE)]
    assert ends == [(edge.one, edge.other) for edge in graph.edges]
    assert {end for pair in ends for end in pair} <= set(ids)
    known = {key.get("id") for key in root.findall("g:key", SPACE)}
    assert {data.get("key") for data in root.findall(".//g:data", SPACE)} <= known
    assert all(edge.weight == len(edge.actions) for edge in graph.edges if edge.kind is EdgeKind.ACTIONS)
    turned = cooperation_graph(Network("N", members[::-1]))
    assert all(write(turned, "fr") == write(graph, "fr") for write in GRAPH_WRITERS.values())


def test_a_graph_is_asked_for_by_suffix_or_by_name():
    assert (graph_writer(".GRAPHML", None), graph_writer(".csv", "edges")) == (graphml, edges_csv)
    assert (graph_writer(".gv", None), graph_writer(".xlsx", None), graph_writer(".dot", "json")) == (dot, None, None)
