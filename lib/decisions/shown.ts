import type { OptionInput } from "./schema";

type Shown = {
  question: string;
  background: string;
  area: string;
  ownerId: string;
  decideBy: string;
  atStake: string | null;
  options: readonly OptionInput[];
};

/** What is asked, as the texts its form shows. */
export const shownOf = ({ options, atStake, question, background, area, ownerId, decideBy }: Shown): Record<string, string> => ({
  ...{ question, background, area, ownerId, decideBy, atStake: atStake ?? "" },
  ...Object.fromEntries(
    options.flatMap(({ title, detail, gain, odds, risk }, n) => [
      [`option${n + 1}Title`, title],
      [`option${n + 1}Detail`, detail],
      [`option${n + 1}Gain`, gain ?? ""],
      [`option${n + 1}Odds`, odds === null ? "" : String(odds)],
      [`option${n + 1}Risk`, risk],
    ]),
  ),
});
