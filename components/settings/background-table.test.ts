import { expect, it } from "vitest";
import { backgroundState } from "./background-table";

const NOW = "2026-03-02T12:00:00.000Z";
const state = (lastRun: string | null, overdue: number | null = null) => backgroundState({ lastRun, overdue, queues: [] }, NOW);

it("says when it ran last, and any problem", () => {
  expect(state("2026-03-02T11:58:30.000Z")).toEqual({ text: "Background work: last run 1 min ago.", wrong: false });
  expect(state("2026-03-02T11:59:50.000Z", 119)).toMatchObject({ wrong: false });
  expect(state("2026-03-02T11:50:00.000Z")).toMatchObject({ text: expect.stringContaining("is not running"), wrong: true });
  expect(state("2026-03-02T11:59:50.000Z", 600)).toMatchObject({ text: expect.stringContaining("10 min overdue"), wrong: true });
  expect(state(null)).toMatchObject({ text: "The background work has never run.", wrong: true });
});
