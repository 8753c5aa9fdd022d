"""What is known of the fields at the root of a query before one runs: which are private, and what each costs."""

PRIVATE_FIELDS = frozenset(
    {"referralPlans", "ask", "eligibility", "assessments", "coverage", "coverageMatrix", "criticalServices", "whatIf"}
)
"""Root fields that may be given facts about a person: these are never part of a URL and never kept."""
QUESTIONS = frozenset({"referralPlans", "ask"})
"""Root fields that are always about a person."""

LASTING = frozenset(
    {
        "__typename", "entrySituations", "facts", "needAreas", "network", "networkAreas", "node", "nodes",
        "organization", "organizations", "profiles", "referralPaths", "service", "services",
    }
)  # fmt: skip
"""Root fields that read the version of the network alone, save fields below them that read a clock or a file."""

HEAVY = QUESTIONS | {"coverage", "coverageMatrix", "criticalServices", "whatIf", "versionChanges", "changes"}
"""Root fields that take the machine so long that others would wait for them."""

PLANNING = 20_000
"""Static cost of one planning, in fields: what it takes the machine beside the fields of the answer."""
ASSESSING = 1_000
"""Static cost of one assessment, in fields."""
ASSESSING_MANY = 2_000
"""Static cost of assessing every service, in fields."""

COVERING = 40_000
"""Static cost of one look at the network as a whole, in fields."""

SEARCHING = 500
"""Static cost of one search by name or along referrals, in fields."""
