"""The fixed words of the terminal, in both languages."""

from dataclasses import dataclass

from graph.model import Text
from graph.vocabulary import AccessMode, Evidence, Locale, RouteKind


@dataclass(frozen=True, slots=True)
class Words:
    """Picks the language of every text."""

    locale: Locale

    def __call__(self, text: Text) -> str:
        """`text` in this language."""
        return text.it if self.locale is Locale.IT else text.en

    def say(self, key: str, **values: object) -> str:
        """The fixed text `key`, with its values filled in."""
        return self(TEXTS[key]).format(**values)


SIGNS = {Evidence.STATED: "●", Evidence.INFERRED: "◐", Evidence.LISTED: "○"}

EVIDENCE = {
    Evidence.STATED: Text("un documento lo dice", "a document says so"),
    Evidence.INFERRED: Text("giudizio di chi ha letto, con motivo", "a reader's judgement, with its reason"),
    Evidence.LISTED: Text("solo un nome nell'elenco dei partner", "only a name on the partner list"),
}

ROUTES = {
    RouteKind.SELF: Text("di persona, senza invio", "the person comes by themselves"),
    RouteKind.REFERRAL: Text("con invio", "sent"),
    RouteKind.ASK_FIRST: Text("chiedere prima: nessun documento dice come si entra", "ask first: no document says how"),
}

MODES = {
    AccessMode.WALK_IN: Text("accesso libero", "walk in"),
    AccessMode.APPOINTMENT: Text("su appuntamento", "by appointment"),
    AccessMode.PHONE: Text("telefono", "phone"),
    AccessMode.MESSAGE: Text("messaggio", "text message"),
    AccessMode.EMAIL: Text("e-mail", "e-mail"),
    AccessMode.ONLINE: Text("online", "online"),
    AccessMode.INTERVIEW: Text("colloquio", "interview"),
    AccessMode.REPORT: Text("segnalazione", "report by a service"),
    AccessMode.UNKNOWN: Text("modo non detto", "way not stated"),
}

TEXTS = {
    "from_to": Text("{start} → {needs}", "From {start} to {needs}"),
    "ask_them": Text("A chi chiedere", "Whom to ask"),
    "from": Text("{start}", "From {start}"),
    "known": Text("Si sa", "Known"),
    "PLANNED": Text("percorso trovato", "planned"),
    "PARTIAL": Text("percorso parziale", "planned in part"),
    "NO_PLAN": Text("nessun percorso", "no plan"),
    "INVALID_QUERY": Text("domanda da correggere", "the question needs mending"),
    "cost": Text("costo {total}", "cost {total}"),
    "optimal": Text("ottimo dimostrato", "proved optimal"),
    "bound": Text(
        "non dimostrato ottimo: nessuno costa meno di {bound}", "not proved optimal: none costs under {bound}"
    ),
    "steps_one": Text("1 passo", "1 step"),
    "steps_many": Text("{count} passi", "{count} steps"),
    "steps_none": Text("nessun passo", "no step"),
    "first_plan": Text("Percorso migliore", "Best plan"),
    "other_plan": Text("Un'altra via ({number})", "Another way ({number})"),
    "one_of": Text("uno tra {count} partner", "one of {count} partners"),
    "and_more": Text("e altri {count}", "and {count} more"),
    "any_time": Text("subito", "at once"),
    "after": Text("dopo {steps}", "after {steps}"),
    "parallel": Text("in parallelo con {steps}", "in parallel with {steps}"),
    "meets": Text("dà", "gives"),
    "enter": Text("si entra", "way in"),
    "sent_by": Text("invia", "sent by"),
    "from_step": Text("passo {step}", "step {step}"),
    "from_start": Text("già noto all'inizio", "known from the start"),
    "because": Text("perché", "because"),
    "unlocks": Text("apre la via", "makes possible"),
    "bring": Text("portare", "bring"),
    "nothing_to_bring": Text("nessun documento", "no papers"),
    "costs": Text("quanto costa", "price"),
    "free": Text("gratuito", "free"),
    "not_free": Text("a pagamento", "not free"),
    "contact": Text("contatti", "contact"),
    "opening": Text("apertura", "opening"),
    "hours": Text("orari", "hours"),
    "support": Text("aiuta", "support"),
    "verify": Text("verificare", "verify"),
    "sources": Text("fonti", "sources"),
    "assumes": Text("Il percorso si regge su", "The plan rests on"),
    "ask": Text("chiedere: {question}", "ask: {question}"),
    "given": Text("dato", "given"),
    "entry": Text("dal punto di partenza", "from where it starts"),
    "assumption": Text("ipotesi", "assumed"),
    "step": Text("grazie al passo {step}", "thanks to step {step}"),
    "default": Text("nulla dice il contrario", "nothing says otherwise"),
    "met_already": Text("Già soddisfatto: {needs}", "Already met: {needs}"),
    "unmet": Text("Resta senza risposta: {needs}", "Not met: {needs}"),
    "questions": Text("Domande che cambierebbero il percorso", "Questions whose answer would change the plan"),
    "same_plan": Text("stessi passi", "the same steps"),
    "problems": Text("Perché manca qualcosa", "Why something is missing"),
    "repairs": Text("Che cosa lo cambierebbe", "What would change it"),
    "silent": Text("le fonti tacciono", "the sources are silent"),
    "say_no": Text("le fonti dicono di no", "the sources say no"),
    "corrected": Text("Letto «{words}» come {meaning}", "Read “{words}” as {meaning}"),
    "avoided": Text("senza {name}", "without {name}"),
    "or": Text(" o ", " or "),
    "other_than": Text("non {values}", "not {values}"),
    "perhaps": Text("forse: {words}", "perhaps: {words}"),
    "legend": Text("Segni", "Signs"),
    "not_known": Text("non si sa", "not known"),
    "nothing_found": Text("Nulla somiglia a «{text}».", "Nothing resembles “{text}”."),
    "next": Text("E poi:", "Next:"),
    "try": Text(
        '{rete} ask "da Bollate alla residenza per chi dorme in strada"\n{rete} show residenzami\n{rete} --help',
        '{rete} ask "from Bollate to registered residence, sleeping rough"\n{rete} show residenzami\n{rete} --help',
    ),
    "snapshot": Text("versione della rete", "network version"),
}
