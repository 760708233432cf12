import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { changeOtherDepartment, tablesForgotten } from "./other-department";
import { openOwner, world } from "./play";
import { differences, everything } from "./received";
import { restore } from "./state";

// Whatever changes in department B, people of A receive the same bytes: no count, order, age or total of theirs depends on it.
let owner: pg.Client;
beforeAll(async () => {
  owner = await openOwner();
});
afterAll(async () => {
  await restore(owner);
  await owner.end();
});

it("knows of every table whether it holds something of a department", async () => expect(await tablesForgotten(owner)).toEqual([]));

it("what those of A receive does not change with anything in B", async () => {
  await everything({ files: false }); // data written by looking (the last visit) is written before the comparison
  const before = await everything();
  expect(before.size).toBeGreaterThan(60);
  // The same bytes if nothing changed: otherwise the comparison below would prove nothing.
  expect(differences(before, await everything())).toEqual([]);
  await changeOtherDepartment(owner, world);
  expect(differences(before, await everything())).toEqual([]);
});

it("would show: one figure of A changes what A receives", async () => {
  await restore(owner);
  const before = await everything({ files: false });
  await owner.query("UPDATE kpi_summary SET latest_value = 12345 WHERE kpi_id = $1", [world.rows.A.kpi]);
  expect(differences(before, await everything({ files: false })).length).toBeGreaterThan(3);
});
