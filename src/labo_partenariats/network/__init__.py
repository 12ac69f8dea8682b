"""
Several programmes together («réseau»): directory, common calendar, financing side by side, indicators, cooperation.

>>> from labo_partenariats import Actor, Programme
>>> from labo_partenariats.network import Member, Network, directory
>>> oisans = Programme(actors=(Actor(id="a", name="CCI"),))
>>> figeac = Programme(actors=(Actor(id="b", name="C.C.I.", aliases=("CCI",)),))
>>> reseau = Network("Réseau", (Member("Oisans", oisans), Member("Figeac", figeac)))
>>> [entry.members for entry in directory(reseau).shared]
[('Figeac', 'Oisans')]
"""

from labo_partenariats.network.comparison import FinancingRow, compared_financing
from labo_partenariats.network.cooperation import Cooperation, cooperations
from labo_partenariats.network.directory import Conflict, Directory, Entry, Mention, directory
from labo_partenariats.network.graph import Edge, EdgeKind, Graph, Node, NodeKind, cooperation_graph
from labo_partenariats.network.indicators import IndicatorLine, summed_indicators
from labo_partenariats.network.members import Member, Network
from labo_partenariats.network.merging import merged

__all__ = [
    "Conflict",
    "Cooperation",
    "Directory",
    "Edge",
    "EdgeKind",
    "Entry",
    "FinancingRow",
    "Graph",
    "IndicatorLine",
    "Member",
    "Mention",
    "Network",
    "Node",
    "NodeKind",
    "compared_financing",
    "cooperation_graph",
    "cooperations",
    "directory",
    "merged",
    "summed_indicators",
]
