import { plainHeading } from "@/lib/tables/read/headings";

/** What other programs and people write where one of a few words is meant, by field and word; plain, as `plainHeading` makes it. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  frequency: {
    day: ["daily", "taeglich", "tag", "tage", "quotidien", "jour", "diario", "dia"],
    week: ["weekly", "woechentlich", "woche", "wochen", "hebdomadaire", "semaine", "semanal", "semana"],
    month: ["monthly", "monatlich", "monat", "monate", "mensuel", "mois", "mensual", "mes"],
    quarter: ["quarterly", "quartal", "vierteljaehrlich", "quartalsweise", "trimestriel", "trimestre", "trimestral"],
    half_year: ["half yearly", "halbjaehrlich", "halbjahr", "semestriel", "semestre", "semestral"],
    year: ["yearly", "annual", "annually", "jaehrlich", "jahr", "annuel", "annee", "anual", "ano"],
  },
  aggregation: {
    sum: ["total", "summe", "summiert", "addiert", "somme", "suma"],
    mean: ["average", "avg", "durchschnitt", "mittelwert", "mittel", "moyenne", "promedio", "media"],
    last: ["latest", "end", "letzter", "letzter wert", "stichtag", "endstand", "dernier", "ultimo"],
    min: ["minimum", "smallest", "kleinster", "minimal"],
    max: ["maximum", "largest", "groesster", "maximal"],
    ratio: ["quotient", "verhaeltnis", "quote", "anteil", "rate"],
  },
  direction: {
    higher: ["up", "more", "high", "hoeher", "hoch", "mehr", "steigend", "maximieren", "plus", "hausse", "mayor"],
    lower: ["down", "less", "low", "niedriger", "tiefer", "weniger", "gering", "fallend", "minimieren", "baisse", "menor"],
    band: ["range", "between", "bereich", "zwischen", "korridor", "zielkorridor"],
    milestone: ["done", "reached", "meilenstein", "erreicht"],
    informational: ["none", "info", "neutral", "keine", "nur information"],
  },
  source: {
    manual: ["manually", "typed", "by hand", "manuell", "hand", "von hand", "eingabe", "manuel"],
    imported: ["import", "file", "csv", "excel", "datei", "fichier", "archivo"],
    records: ["record", "computed", "system", "datensaetze", "erp"],
    formula: ["calculated", "formel", "berechnet", "formule"],
  },
  areas: {
    operations: ["production", "betrieb", "produktion", "fertigung", "logistik", "logistics", "einkauf", "procurement"],
    strategy: ["strategie", "strategic"],
    performance: ["leistung", "efficiency", "effizienz"],
    improvement: ["verbesserung", "kvp", "lean", "kaizen", "quality", "qualitaet"],
    people: ["personal", "hr", "human resources", "mitarbeiter", "staff", "rh"],
    communication: ["kommunikation"],
    risk: ["risiko", "risks", "compliance", "sicherheit", "safety"],
    finance: ["finanzen", "financial", "kosten", "cost", "controlling", "finances"],
    innovation: ["entwicklung", "r d", "f e", "research"],
    customer: ["customers", "kunde", "kunden", "vertrieb", "verkauf", "sales", "service", "clients"],
  },
  perspective: {
    delivery: ["lieferung", "liefertreue", "termin", "livraison"],
    quality: ["qualitaet", "qualite"],
    cost: ["kosten", "finance", "finanzen", "financial", "couts"],
    volume: ["menge", "volumen", "output"],
    customer: ["kunde", "kunden", "customers", "clients"],
    people: ["personal", "mitarbeiter", "staff", "learning"],
  },
};

/** Which of the few words each value most likely means, for those that are none of them; values nobody knows are left out. */
export function choiceValues(field: string, choices: readonly string[], values: readonly string[]): Record<string, string> {
  const words = WORDS[field] ?? {};
  const meant = (value: string) => {
    const plain = plainHeading(value);
    return choices.find((choice) => words[choice]?.includes(plain));
  };
  const known = (value: string) => choices.some((choice) => plainHeading(choice) === plainHeading(value));
  return Object.fromEntries(
    values.flatMap((value) => {
      const choice = known(value) ? undefined : meant(value);
      return choice === undefined ? [] : [[value, choice]];
    }),
  );
}
