"""The fixed words about coverage, in both languages."""

from graph.coverage.comparison import CellEffect
from graph.coverage.criticality import CriticalKind
from graph.coverage.quality import DataIssue
from graph.model import Text
from graph.referral.answer import ProblemCode

TEXTS = {
    "coverage": Text(
        "Copertura: {cells} celle (bisogno × partenza × profilo)", "Coverage: {cells} cells (need × start × profile)"
    ),
    "AREA": Text("Ambito", "Area"),
    "NEED": Text("Bisogno", "Need"),
    "SITUATION": Text("Partenza", "Start"),
    "PROFILE": Text("Profilo", "Profile"),
    "reached": Text("via", "way"),
    "gap": Text("lacune", "gaps"),
    "legend": Text(
        "via: quota di celle con un percorso. ● ◐ ○: la prova più debole su cui si regge (documento, giudizio, solo "
        "elenco). ?: si regge su fatti non noti. 1 2 3 >3: quante chiusure di servizi lo taglierebbero.",
        "way: share of cells with a plan. ● ◐ ○: the weakest evidence it rests on (a document, a judgement, the list "
        "only). ?: it rests on unknown facts. 1 2 3 >3: how many closed services would cut it.",
    ),
    "gaps": Text("Dove non c'è una via, e perché", "Where there is no way, and why"),
    "no_gaps": Text("Nessuna lacuna", "No gaps"),
    "stated": Text("Lacune che i documenti stessi dicono", "Gaps that the documents state themselves"),
    "silent": Text("le fonti tacciono", "the sources are silent"),
    "say_no": Text("le fonti pongono condizioni", "the sources set conditions"),
    "cells": Text(
        "{count} celle (da: {situations}; per: {profiles})", "{count} cells (from: {situations}; for: {profiles})"
    ),
    "cell": Text("1 cella (da: {situations}; per: {profiles})", "1 cell (from: {situations}; for: {profiles})"),
    "critical": Text("Ciò da cui la rete dipende: {count}", "What the network hangs on: {count}"),
    "emergencies": Text("{count} di emergenza", "{count} of them emergencies"),
    "cut_off": Text("la chiusura toglie ogni via a {cells} celle", "its closing leaves {cells} cells without any way"),
    "cut_off_one": Text("la chiusura toglie ogni via a 1 cella", "its closing leaves 1 cell without any way"),
    "more": Text("e altri {count}", "and {count} more"),
    "harm": Text(
        "In ordine di danno: celle tagliate fuori, poi emergenze. Conta combinazioni, non persone.",
        "By harm: cells cut off, then emergencies. It counts combinations, not people.",
    ),
    "what_if": Text("E se: {cells} celle confrontate", "What if: {cells} cells compared"),
    "impossible": Text("di cui {count} impossibili", "{count} of them impossible"),
    "all_profiles": Text("tutti i {count} profili", "all {count} profiles"),
    "nothing_changes": Text("Non cambia nulla per nessuna cella.", "Nothing changes for any cell."),
    "quality": Text("Qualità dei dati: {count} servizi da guardare", "Data quality: {count} services to look into"),
    "plans": Text("in {count} percorsi", "in {count} plans"),
    "printed_area": Text("Area stampata", "Printed area"),
    "measures": Text("Misure della rete", "Measures of the network"),
    "whole": Text(
        "{partners} partner, {ties} legami, densità {density}; il gruppo più grande ne ha {largest}, {alone} sono soli",
        "{partners} partners, {ties} ties, density {density}; the largest group has {largest}, {alone} are alone",
    ),
    "partner": Text("Partner", "Partner"),
    "partners": Text("partner", "partners"),
    "share": Text("percorsi", "plans"),
    "ties": Text("legami", "ties"),
    "between": Text("interp.", "betw."),
    "core": Text("nucleo", "core"),
    "broker": Text("tramite", "broker"),
    "density": Text("densità", "density"),
    "alone": Text("soli", "alone"),
}

KINDS = {
    CriticalKind.SERVICE: Text("Servizio", "Service"),
    CriticalKind.ORGANIZATION: Text("Organizzazione", "Organization"),
    CriticalKind.REFERRAL: Text("Invio", "Referral"),
}

TURNS = {
    CellEffect.GAINED: Text("Guadagnano una via", "Gain a way"),
    CellEffect.LOST: Text("Perdono ogni via", "Lose every way"),
    CellEffect.NOW_CRITICAL: Text("Ora dipendono da un solo servizio", "Now hang on one service"),
    CellEffect.NO_LONGER_CRITICAL: Text("Non dipendono più da un solo servizio", "No longer hang on one service"),
    CellEffect.LONGER: Text("Percorso più lungo", "Longer plan"),
    CellEffect.SHORTER: Text("Percorso più breve", "Shorter plan"),
}

REASONS = {
    ProblemCode.NO_PROVIDER: Text("nessuno lo offre", "nobody offers it"),
    ProblemCode.EXCLUDED: Text("un requisito esclude", "a requirement excludes"),
    ProblemCode.UNKNOWN_CONDITION: Text("dipende da fatti non noti", "hangs on unknown facts"),
    ProblemCode.NO_ACCESS: Text("nessuno può inviare", "nobody can send"),
    ProblemCode.EVIDENCE_TOO_WEAK: Text("solo su prove più deboli", "only on weaker evidence"),
    ProblemCode.AVOIDED: Text("solo da ciò che si evita", "only through what is avoided"),
}

ISSUES = {
    DataIssue.NAME_ONLY: Text("solo un nome", "only a name"),
    DataIssue.NO_CONTACT: Text("nessun contatto", "no contact"),
    DataIssue.NO_HOURS: Text("nessun orario", "no hours"),
    DataIssue.NO_REQUIREMENTS: Text("non si dice per chi", "for whom is not said"),
    DataIssue.NO_ACCESS: Text("non si dice come si entra", "how one gets in is not said"),
    DataIssue.NOT_VERIFIED: Text("mai verificato", "never verified"),
    DataIssue.CONTRADICTED: Text("fonti in contrasto", "sources disagree"),
    DataIssue.OLD: Text("fonti vecchie o senza data", "old or undated sources"),
    DataIssue.DOUBTFUL: Text("forse non esiste più", "may no longer exist"),
}
