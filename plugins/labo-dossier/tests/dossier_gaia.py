"""A programme with the figures of GAIA's 2017 dossier, its sentences retold in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from labo_partenariats.model import (
    Action,
    ActionKind,
    Actor,
    ActorKind,
    DocumentMetadata,
    Expense,
    ExpenseCategory,
    FinancingPlan,
    Impact,
    ImpactKind,
    Indicator,
    LocalActionGroup,
    Partnership,
    Programme,
    Project,
    ProjectStage,
    Range,
    Resource,
    ResourceKind,
    RoleKind,
    SelectionCommittee,
    Session,
    StateAid,
    StatedFigure,
    StatedSubject,
    StrategyLink,
    Territory,
)
from labo_partenariats.values.money import Money, Rate
from labo_partenariats.values.period import Period, Precision

OISANS, MATHEYSINE, TRIEVES = "oisans", "matheysine", "trieves"
ALL = (OISANS, MATHEYSINE, TRIEVES)


def day(year: int, month: int, number: int, label: str | None = None) -> Period:
    """One day."""
    return Period.day(dt.date(year, month, number), label=label)


def months(first: dt.date, last: dt.date) -> Period:
    """A span of whole months."""
    return Period(first, last, Precision.MONTH)


def sessions(action: str, periods: Iterable[Period]) -> tuple[Session, ...]:
    """The sessions of an action."""
    return tuple(Session(id=f"{action}-{n}", period=period) for n, period in enumerate(periods, start=1))


def _actor(name: str, kind: ActorKind, territories: tuple[str, ...] = ()) -> Actor:
    return Actor(id=name.lower().replace(" ", "-"), name=name, kind=kind, territories=territories)


ACTORS = (
    _actor("GAIA", ActorKind.ASSOCIATION),
    _actor("Communauté de communes de l'Oisans", ActorKind.LOCAL_AUTHORITY, (OISANS,)),
    _actor("Communauté de communes de la Matheysine", ActorKind.LOCAL_AUTHORITY, (MATHEYSINE,)),
    _actor("Communauté de communes du Trièves", ActorKind.LOCAL_AUTHORITY, (TRIEVES,)),
    _actor("EDF", ActorKind.COMPANY),
    _actor("Caprural", ActorKind.ASSOCIATION),
    _actor("Les 7 Lieux", ActorKind.ASSOCIATION),
    _actor("AEPI", ActorKind.ASSOCIATION),
    _actor("Alterincub", ActorKind.ASSOCIATION),
    _actor("Cluster Jura", ActorKind.ASSOCIATION),
    _actor("Figeacteurs", ActorKind.ASSOCIATION),
    _actor("CCI/Ecobizz", ActorKind.PUBLIC_BODY),
)


def _roles(index: int, *roles: tuple[RoleKind, str | None]) -> tuple[Partnership, ...]:
    return tuple(Partnership(actor=ACTORS[index].id, role=role, wording=wording) for role, wording in roles)


_AUTHORITY = (
    (RoleKind.FORESIGHT, "Prospective territoriale"),
    (RoleKind.CO_LEAD, "Co-portage du projet"),
    (RoleKind.COMMUNICATION, "Appui à la communication"),
)
PARTNERSHIPS = (
    *_roles(0, (RoleKind.LEAD, "Porteur de projet")),
    *_roles(1, *_AUTHORITY),
    *_roles(2, *_AUTHORITY),
    *_roles(3, *_AUTHORITY),
    *_roles(4, (RoleKind.OUTREACH, "Appui à la mobilisation des acteurs locaux"), (RoleKind.FORESIGHT, None)),
    *_roles(5, (RoleKind.FORESIGHT, None), (RoleKind.FACILITATION, "Co-animation d'évènements")),
    *_roles(6, (RoleKind.HOST, "Accueil de certains évènements"), (RoleKind.FACILITATION, None)),
    *_roles(7, (RoleKind.FORESIGHT, None)),
    *_roles(8, (RoleKind.METHOD, None)),
    *_roles(9, (RoleKind.TESTIMONY, "Témoignages et retours d'expérience")),
    *_roles(10, (RoleKind.TESTIMONY, "Témoignages et retours d'expérience")),
    *_roles(11, (RoleKind.OUTREACH, "Mobilisation de leur réseau"), (RoleKind.COMMUNICATION, None)),
)

ACTIONS = (
    Action(
        id="lancement",
        title="Lancement de l'opération",
        kind=ActionKind.LAUNCH,
        description=("Lors de l'évènement EDF sur les tiers-lieux",),
        period_text="19/10/2017",
        sessions=sessions("lancement", [day(2017, 10, 19)]),
    ),
    Action(
        id="prospective",
        title="Prospective",
        kind=ActionKind.PROSPECTING,
        description=("Rendez-vous individuels ou collectifs avec collectivités, entreprises, associations et partenaires",),
        objectives=("Présenter le programme et se concerter", "S'approprier les diagnostics existants", "Détecter projets et initiatives"),
        period_text="Sept à déc 2017",
        territories=ALL,
        sessions=sessions("prospective", [months(dt.date(2017, 9, 1), dt.date(2017, 12, 31))]),
    ),
    Action(
        id="formation",
        title="Formation",
        kind=ActionKind.TRAINING,
        description=("Développer des partenariats entre associations et entreprises", "2 sessions de 3 jours en collectif et 1 jour en individuel"),
        expected_results=("Des services ou des projets menés par les associations avec des entreprises du territoire",),
        audience="9 associations du Sud Isère",
        audience_size=Range(Decimal(9), Decimal(9)),
        period_text="Première session : 4/09 - 02/10 - 06/11 2017 ; Deuxième session : 16/10 - 07/11 - 28/11 2017",
        sessions=sessions(
            "formation",
            [
                day(2017, 9, 4, "Première session"),
                day(2017, 10, 2, "Première session"),
                day(2017, 11, 6, "Première session"),
                day(2017, 10, 16, "Deuxième session"),
                day(2017, 11, 7, "Deuxième session"),
                day(2017, 11, 28, "Deuxième session"),
            ],
        ),
    ),
    Action(
        id="rencontres",
        title="Rencontres professionnelles",
        kind=ActionKind.MEETING,
        description=("Intervention d'un expert", "Rencontres rapides entre participants", "Animation autour des enjeux du territoire"),
        objectives=("Se connaître entre acteurs", "S'informer sur le dispositif", "Repérer besoins et projets à accompagner"),
        period_text="Nov / Déc 2017",
        territories=ALL,
        sessions=sessions(
            "rencontres",
            [
                day(2017, 11, 6, "Matheysine"),
                day(2017, 11, 13, "Oisans"),
                day(2017, 11, 27, "Trièves"),
                day(2017, 12, 11, "Interterritoires"),
            ],
        ),
    ),
    Action(
        id="seminaire",
        title="Séminaire sur l'émergence d'activités",
        kind=ActionKind.SEMINAR,
        description=("Expériences réussies sur des territoires semblables", "Témoignages du Jura, des Vosges et de Figeac"),
        objectives=("Coopérer avec d'autres territoires", "Choisir les sujets à approfondir", "Mobiliser élus et agents"),
        period_text="5 février 2018",
        sessions=sessions("seminaire", [day(2018, 2, 5)]),
    ),
    Action(
        id="identification",
        title="Identification de projets",
        kind=ActionKind.PROJECT_WORK,
        description=("Rendez-vous et séances de travail avec les porteurs de projet",),
        expected_results=("10 à 15 projets sur lesquels travailler", "Une question formulée pour chaque projet"),
        period_text="Fév à avril 2018",
        sessions=sessions("identification", [months(dt.date(2018, 2, 1), dt.date(2018, 4, 30))]),
    ),
    Action(
        id="preparation",
        title="Préparation de l'évènement d'avril 2018",
        kind=ActionKind.PREPARATION,
        description=("Fiches projets, comparaisons, formation d'animateurs locaux",),
        period_text="Fév à avril 2018",
        sessions=sessions("preparation", [months(dt.date(2018, 2, 1), dt.date(2018, 4, 30))]),
    ),
    Action(
        id="evenement",
        title="Évènement Start up de Territoire",
        kind=ActionKind.EVENT,
        description=("Témoignages", "Ateliers de créativité sur 10 à 15 projets", "Comité de sélection des projets", "Lancement de l'appel à projets innovation"),
        audience="De 100 à 150 participants",
        audience_size=Range(Decimal(100), Decimal(150)),
        place="Vizille",
        period_text="27 avril 2018",
        sessions=sessions("evenement", [day(2018, 4, 27)]),
    ),
    Action(
        id="bilan",
        title="Bilan et perspectives",
        kind=ActionKind.REVIEW,
        description=("Bilan avec les acteurs du territoire", "Préparation d'une phase 2"),
        period_text="Mai / Juin 2018",
        sessions=sessions("bilan", [months(dt.date(2018, 5, 1), dt.date(2018, 6, 30))]),
    ),
)

PLAN = FinancingPlan(
    aid_rate=Rate("0.80"),
    state_aid=StateAid(applies=False),
    expenses=(
        Expense(id="d1", label="Animation, frais salariaux", amount=Money.euros(12603), category=ExpenseCategory.STAFF),
        Expense(id="d2", label="Déplacements liés à l'opération", amount=Money.euros(1400), category=ExpenseCategory.TRAVEL),
        Expense(id="d3", label="Coûts indirects", amount=Money.euros(1890), category=ExpenseCategory.INDIRECT),
        Expense(
            id="d4",
            label="Frais de communication, prestations pour séminaire",
            amount=Money.euros(8789),
            category=ExpenseCategory.COMMUNICATION,
        ),
    ),
    resources=(
        Resource(id="r1", label="Autofinancement privé", amount=Money.euros("4936.40"), kind=ResourceKind.SELF_FINANCING),
        Resource(id="r2", label="Directe", amount=Money.euros(5000), kind=ResourceKind.NATIONAL_PUBLIC),
        Resource(id="r3", label="FEADER", amount=Money.euros("14745.60"), kind=ResourceKind.EAFRD),
    ),
)

_EXAMPLES = (
    ("Crèche interentreprises", "Figeac"),
    ("Légumerie avec des personnes handicapées", "Figeac"),
    ("Conciergerie solidaire", "Figeac"),
    ("Up'cycle shoes : chaussures recyclées", "Romans"),
    ("Pôle cuir", "Romans"),
    ("VoisiWATT : énergie à partir des déchets des voisins", "Romans"),
)

GAIA = Programme(
    title="Labo des partenariats",
    summary=(
        "Mettre en relation entreprises, associations et collectivités pour innover ensemble et répondre aux besoins du "
        "territoire Alpes Sud Isère.",
        "Le temps fort est l'évènement Start up de Territoire du 27 avril 2018, qui réunira de 100 à 150 participants et fera "
        "émerger de 10 à 15 projets. Un comité choisira ceux qui seront accompagnés, dans une deuxième phase.",
    ),
    network="Start up de Territoire",
    lag=LocalActionGroup(name="Alpes Sud Isère", acronym="GAL", regime="fr.ara.alpes-sud-isere"),
    territories=(
        Territory(id=OISANS, name="Oisans"),
        Territory(id=MATHEYSINE, name="Matheysine"),
        Territory(id=TRIEVES, name="Trièves"),
    ),
    actors=ACTORS,
    partnerships=PARTNERSHIPS,
    governance=("Un partenariat de collectivités, d'entreprises et d'associations, co-porté par les trois communautés de communes.",),
    strategy=StrategyLink(
        fiche_action="3",
        fiche_action_title="Accompagner vers l'innovation les TPE, pluriactifs et micro-entreprises",
        sub_action="1",
        sub_action_title="Organisation en réseau des acteurs de l'accompagnement",
        contributions=("Organiser en réseau les acteurs de l'accompagnement", "Repérer les démarches d'innovation", "Détecter les projets dormants"),
        coherence=("Le porteur a un réseau et des compétences d'accompagnement à la création d'activités.",),
    ),
    approach=("Mobiliser et faire se rencontrer les acteurs locaux", "Former", "Détecter des projets économiques", "Accompagner ces projets"),
    actions=ACTIONS,
    projects=(
        Project(id="p1", title="Atelier partagé de Mens", stage=ProjectStage.DETECTED, territories=(TRIEVES,)),
        *(
            Project(id=f"e{n}", title=title, origin=origin, stage=ProjectStage.LAUNCHED, is_example=True)
            for n, (title, origin) in enumerate(_EXAMPLES, start=1)
        ),
    ),
    committees=(SelectionCommittee(id="comite", name="Comité de sélection", action="evenement", mandate="Choisir les projets accompagnés"),),
    indicators=(
        Indicator(id="i1", name="Projets formalisés", unit="projets", target=Range(Decimal(10), Decimal(15))),
        Indicator(id="i2", name="Participants à l'évènement", unit="personnes", target=Range(Decimal(100), Decimal(150)), actual=Decimal(92)),
    ),
    impacts=(
        Impact(kind=ImpactKind.ECONOMIC, text="Création d'emplois"),
        Impact(kind=ImpactKind.ECONOMIC, text="Diversification des activités"),
        Impact(kind=ImpactKind.SOCIAL, text="Activités d'utilité sociale"),
        Impact(kind=ImpactKind.ENVIRONMENTAL, text="Circuits courts"),
    ),
    success_criteria=("De nouveaux potentiels sont détectés", "De nouvelles démarches sont formalisées", "À terme, des emplois sont créés"),
    financing=PLAN,
    stated_figures=(
        StatedFigure(subject=StatedSubject.EAFRD, amount=Money.euros(11332), wording="Financement LEADER demandé"),
        StatedFigure(subject=StatedSubject.EXAMPLE_PROJECTS, count=35, wording="Projets déjà en route ailleurs"),
    ),
    document=DocumentMetadata(title="Synthèse", revision=13, created=dt.date(2017, 10, 12), saved=dt.date(2017, 11, 10)),
)
