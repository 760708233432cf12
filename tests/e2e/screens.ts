import { z } from "zod";

const Screen = z.object({ who: z.string().nullable(), name: z.string(), path: z.string(), status: z.number() });
const Found = z.object({ screens: z.array(Screen), missing: z.array(z.string()) });
export type Screen = z.output<typeof Screen>;

/** Names and written texts in the installation under test, the longest first. */
export const names = (): string[] => z.array(z.string()).parse(JSON.parse(process.env.E2E_NAMES ?? "null"));

/** Every screen of scripts/shots/screens.mjs, from the global set-up; `missing` names those the installation has nothing for. */
export const screens = (): z.output<typeof Found> => Found.parse(JSON.parse(process.env.E2E_SCREENS ?? "null"));
