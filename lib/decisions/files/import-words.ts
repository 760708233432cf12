import { AREAS } from "@/lib/areas";
import type { ImportWords } from "@/lib/platform/entities/import-words";
import { OPTIONS, OUTCOMES } from "../words";

const person = (column: string, label: string) =>
  ({ column, label, type: "reference", table: "person", what: "person", named: true }) as const;

/** Options in a cell are separated by semicolons, as an export of decisions writes them. */
export const importWords: ImportWords = {
  target: "decisions",
  place: 7,
  table: "decision",
  columns: {
    code: {
      column: "code",
      label: "Code",
      type: "text",
      required: true,
      max: 40,
      asked: { headings: "code", hint: "tells decisions apart; one that exists is not changed" },
    },
    question: {
      column: "question",
      label: "Question",
      type: "text",
      required: true,
      max: 200,
      asked: { headings: ["question", "decision", "to decide", "frage", "entscheidung", "entscheidungsfrage"] },
    },
    background: {
      column: "background",
      label: "Background",
      type: "text",
      max: 2000,
      otherwise: "",
      asked: { headings: ["background", "context", "what is known", "hintergrund", "kontext", "sachverhalt"] },
    },
    area: {
      column: "area",
      label: "Area",
      type: "choice",
      choices: AREAS.map(({ slug }) => slug),
      required: true,
      asked: { headings: "areas", hint: "one of the ten" },
    },
    department: {
      ...{ column: "department_id", label: "Department", required: true },
      ...{ type: "reference", table: "department", what: "department", named: true },
      asked: { headings: "department", hint: "its code or name" },
    },
    askedBy: {
      ...person("asked_by_id", "Asked by"),
      required: true,
      asked: {
        headings: ["asked by", "requested by", "raised by", "requester", "gestellt von", "antragsteller"],
        hint: "the code or name of a person",
      },
    },
    askedOn: {
      column: "asked_at",
      label: "Asked on",
      type: "date",
      required: true,
      asked: { headings: ["asked on", "asked", "raised on", "requested on", "date asked", "gestellt am"] },
    },
    owner: {
      ...person("owner_id", "Who decides"),
      required: true,
      asked: {
        headings: ["decides", "who decides", "decider", "decision maker", "decided by", "approver", "entscheider", "entscheidet"],
        hint: "the code or name of a person",
      },
    },
    decideBy: {
      column: "decide_by",
      label: "Decide by",
      type: "date",
      required: true,
      asked: { headings: ["decide by", "due", "deadline", "needed by", "by", "frist", "bis"] },
    },
    atStake: {
      column: "at_stake",
      label: "At stake",
      type: "number",
      decimals: 2,
      asked: {
        headings: ["at stake", "value at stake", "amount", "budget impact", "betrag", "volumen"],
        hint: "in the company's currency",
      },
    },
    options: {
      column: "options",
      label: "Options",
      type: "aside",
      required: true,
      max: OPTIONS.length * 202,
      asked: { headings: ["options", "alternatives", "choices", "optionen", "alternativen"], hint: "two to four, separated by ;" },
    },
    chosen: {
      column: "chosen",
      label: "Chosen option",
      type: "aside",
      max: 200,
      asked: { headings: ["chosen", "chosen option", "decision taken", "selected option", "gewaehlt", "beschluss"] },
    },
    reason: { column: "reason", label: "Reason", type: "text", max: 2000, otherwise: "", asked: { headings: "reason" } },
    confidence: {
      column: "sure",
      label: "Confidence, %",
      type: "number",
      whole: { least: 50, most: 100 },
      asked: { headings: ["confidence", "confidence %", "sure", "sicherheit", "zuversicht"], hint: "50 to 100" },
    },
    decidedOn: {
      column: "decided_at",
      label: "Decided on",
      type: "date",
      asked: { headings: ["decided on", "decided", "date decided", "decision date", "entschieden am", "beschlossen am"] },
    },
    reviewOn: {
      column: "review_on",
      label: "Review on",
      type: "date",
      asked: { headings: ["review on", "review", "review date", "look again", "ueberpruefung am", "wiedervorlage"] },
    },
    outcome: {
      column: "outcome",
      label: "Outcome",
      type: "choice",
      choices: OUTCOMES.map(([value]) => value),
      asked: { headings: ["outcome", "result", "ergebnis"], hint: "as-expected, better or worse" },
    },
    outcomeText: {
      column: "outcome_text",
      label: "Outcome in words",
      type: "text",
      max: 2000,
      otherwise: "",
      asked: { headings: ["outcome in words", "what came of it", "result in words", "lessons", "was daraus wurde"] },
    },
    scoredOn: {
      column: "scored_at",
      label: "Outcome recorded on",
      type: "date",
      asked: { headings: ["outcome recorded on", "scored on", "scored", "reviewed on", "bewertet am"] },
    },
  },
  always: {},
  fresh: { demonstration: false },
  recognised: {
    rank: 4,
    by: ["options", "chosen", "owner", "decideBy", "decidedOn", "question"],
    least: 3,
    file: ["decision", "entscheidung"],
    why: "a question with options and who decides, one per row",
  },
};
