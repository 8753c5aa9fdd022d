"""The facts, needs and areas of generated networks: the shape of Milan's, in any territory.

`residence=here` is residence in the territory where the question starts.
"""

from graph.concepts import Effect, FactDefinition, FactValue, NeedArea, NetworkArea
from graph.formula import parse
from graph.message import Text
from graph.provenance import Citation
from graph.vocabulary import Evidence, FactKind

CHOICES: dict[str, tuple[str, ...]] = {
    "residence": ("here", "prison", "elsewhere", "none"),
    "housing": ("street", "shelter", "hosted", "dwelling", "care-unit", "prison"),
    "penal_status": (
        "detained", "house-arrest", "precautionary", "external-execution", "security-measure", "probation", "none",
    ),
    "gender": ("woman", "man", "other"),
    "permit": ("valid", "renewal", "expired", "none", "not-needed"),
}  # fmt: skip
BOOLEANS = (
    "being_released", "recent_release", "former_prisoner", "domicile_here", "addiction", "disability",
    "minor_children", "inclusion_income",
)  # fmt: skip
INTEGERS = ("age", "months_left")
SETS: dict[str, tuple[str, ...]] = {
    "victim_of": ("violence", "trafficking"),
    "in_charge_of": ("social-services", "addiction-services", "health-services", "uepe", "third-sector"),
    "known_to": (),
}
CONTACTS = ("in_charge_of", "known_to")

AREAS = ("servizi-di-cura", "risorse-abitative", "formazione-lavoro", "prima-necessita", "terzo-settore")

EMERGENCIES = ("housing.emergency", "basic-needs", "basic-needs.meals", "basic-needs.shower", "protection.violence")
MET_WHEN: dict[str, dict[str, object]] = {
    "housing": {"housing": "dwelling"},
    "housing.emergency": {"housing": ["shelter", "dwelling"]},
    "documents.registered-residence": {"residence": "here"},
}
IMPLIES: dict[str, tuple[str, str]] = {
    "housing.emergency": ("housing", "shelter"),
    "housing.temporary": ("housing", "dwelling"),
    "housing.second-reception": ("housing", "dwelling"),
    "housing.therapeutic-community": ("housing", "care-unit"),
    "documents.registered-residence": ("residence", "here"),
}
NEEDS = (
    "housing", "housing.emergency", "housing.temporary", "housing.second-reception", "housing.therapeutic-community",
    "work", "work.job-placement", "work.internship", "work.training",
    "documents", "documents.registered-residence", "documents.identity-card", "documents.permit", "documents.tax-code",
    "health", "health.general", "health.mental-health", "health.addiction",
    "basic-needs", "basic-needs.meals", "basic-needs.shower", "basic-needs.clothing",
    "family", "family.mediation", "legal", "legal.advice", "income", "income.contributions",
    "psychological-support", "social-support", "protection", "protection.violence",
)  # fmt: skip
NOT_FOR_PARENT = ("work.training",)


def list_facts() -> tuple[FactDefinition, ...]:
    """The vocabulary of a situation."""
    kinds = dict.fromkeys(CHOICES, FactKind.CHOICE) | dict.fromkeys(BOOLEANS, FactKind.BOOLEAN)
    kinds |= dict.fromkeys(INTEGERS, FactKind.INTEGER) | dict.fromkeys(SETS, FactKind.SET)
    kinds["nationality"] = FactKind.COUNTRY
    return tuple(_fact(name, kind) for name, kind in kinds.items())


def _fact(name: str, kind: FactKind) -> FactDefinition:
    words = name.replace("_", " ")
    codes = CHOICES.get(name) or SETS.get(name) or (("IT", "EG", "MA") if kind is FactKind.COUNTRY else ())
    return FactDefinition(
        name=name,
        label=same(words),
        kind=kind,
        question=same(f"{words}?"),
        values=tuple(FactValue(code=code, label=same(code)) for code in codes),
        closed_world=name in CONTACTS,
    )


def list_needs(cite: tuple[Citation, ...]) -> tuple[NeedArea, ...]:
    """The needs; a dot leads from a need to those below it."""
    return tuple(_need(code, cite) for code in NEEDS)


def _need(code: str, cite: tuple[Citation, ...]) -> NeedArea:
    implied = IMPLIES.get(code)
    met_when = MET_WHEN.get(code)
    return NeedArea(
        code=code,
        label=same(code),
        parent=code.rpartition(".")[0] or None,
        counts_for_parent=code not in NOT_FOR_PARENT,
        emergency=code in EMERGENCIES,
        met_when=None if met_when is None else parse(met_when),
        implies=() if implied is None else (Effect(fact=implied[0], value=implied[1], cite=cite),),
        cite=cite,
        evidence=Evidence.STATED,
    )


def list_areas(cite: tuple[Citation, ...]) -> tuple[NetworkArea, ...]:
    """The areas under which partners are listed."""
    return tuple(NetworkArea(code=code, label=same(code), cite=cite) for code in AREAS)


def same(words: str) -> Text:
    """The same words in both languages: a generated name has no other."""
    return Text(words, words)
