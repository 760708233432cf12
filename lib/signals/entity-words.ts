import { formatDate } from "@/lib/format";
import type { EntityWords, Facts, NoticeWords } from "@/lib/platform/entities/words";

/** A signal about a KPI is shown on the KPI's page. */
const at = ({ about }: Facts) => (about ? { at: "signals" } : {});
const date = (value: unknown) => (typeof value === "string" ? formatDate(value, "medium") : null);
const answerBy: (facts: Facts) => string | null = (facts) => {
  const day = date(facts.answerBy);
  return day === null ? null : `Answer by ${day}.`;
};
const says =
  (text: (noticed: Parameters<NoticeWords>[0]) => string, detail: (facts: Facts) => string | null = () => null): NoticeWords =>
  (noticed) => ({ text: text(noticed), detail: detail(noticed.facts), ...at(noticed.facts) });

const words: EntityWords = {
  type: "signal",
  one: "signal",
  many: "Signals",
  hrefOf: (id) => `/signals/${id}`,
  audit: {
    "signal.acknowledge": "acknowledged a signal",
    "signal.ask": "asked about a signal",
    "signal.assign": "assigned a signal",
    "signal.explain": "explained a signal",
    "signal.accept": "accepted an explanation",
    "signal.ask-again": "asked again about a signal",
    "signal.leave": "snoozed a signal",
    "signal.new-level": "accepted a new level",
    "signal.escalate": "escalated a signal",
    "signal.undo": "undid a step on a signal",
  },
  notices: {
    "signal-asked": says(({ who, name }) => `${who} asks you about ${name}.`, answerBy),
    "signal-assigned": says(
      ({ who, name }) => `${who} assigned you the signal on ${name}.`,
      ({ action, dueOn }) => (typeof action === "string" ? `${action}, due ${date(dueOn)}.` : null),
    ),
    "signal-explained": says(
      ({ who, name }) => `${who} explained ${name}.`,
      ({ cause }) => (cause ? `Cause: ${cause}.` : null),
    ),
    "signal-escalated": says(
      ({ actor, name }) =>
        actor === null ? `${name} was not answered in time and was escalated to you.` : `${actor} escalated ${name} to you.`,
      answerBy,
    ),
    "signal-watched": says(({ name }) => `${name}, which you watch, has a new signal.`),
  },
};
export default words;
