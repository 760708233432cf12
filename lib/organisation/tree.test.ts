import { describe, expect, it } from "vitest";
import { DEPARTMENT_LEVELS, inTreeOrder, levelsOf, type Node, pathUp, placeProblem } from "./tree";

const chain = (length: number): Node[] => Array.from({ length }, (_, n) => ({ id: `d${n + 1}`, parentId: n === 0 ? null : `d${n}` }));

describe("a tree", () => {
  it("is walked up from one to the top, and a circle once round", () => {
    expect(pathUp(chain(4), "d3")).toEqual(["d3", "d2", "d1"]);
    expect(pathUp([{ id: "a", parentId: "b" }, { id: "b", parentId: "a" }], "a")).toEqual(["a", "b"]); // biome-ignore format: a picture
    expect(pathUp([], null)).toEqual([]);
  });

  it("takes as many levels as its longest branch", () => {
    expect(levelsOf([...chain(4), { id: "side", parentId: "d2" }], "d2")).toBe(3);
    expect(levelsOf(chain(4), "d4")).toBe(1);
    expect(levelsOf([{ id: "a", parentId: "b" }, { id: "b", parentId: "a" }], "a")).toBe(DEPARTMENT_LEVELS + 1); // biome-ignore format: a picture
  });

  it("is listed level by level, by name, what has nothing above it in the list at the top", () => {
    const rows = [
      { id: "3", name: "b", parentId: "1" },
      { id: "1", name: "Company", parentId: null },
      { id: "4", name: "Under", parentId: "3" },
      { id: "2", name: "A", parentId: "1" },
      { id: "5", name: "Of elsewhere", parentId: "not here" },
    ];
    expect(inTreeOrder(rows).map(({ name, depth }) => `${depth} ${name}`)).toEqual([
      "0 Company",
      "1 A",
      "1 b",
      "2 Under",
      "0 Of elsewhere",
    ]);
  });
});

describe("where a department can stand", () => {
  it("is not under itself or what lies below it", () => {
    for (const parent of ["d2", "d3", "d4"]) expect(placeProblem(chain(4), "d2", parent)).toMatch(/is this one or is below it/);
    expect(placeProblem(chain(4), "d4", "d2")).toBeNull();
  });

  it("is at most on the twelfth level, with all that it takes along", () => {
    expect(placeProblem(chain(12), null, "d11")).toBeNull();
    expect(placeProblem(chain(12), null, "d12")).toMatch(/12 levels deep/);
    const branch = [...chain(10), { id: "x", parentId: "d1" }, { id: "y", parentId: "x" }, { id: "z", parentId: "y" }];
    expect(placeProblem(branch, "y", "d10")).toBeNull();
    expect(placeProblem(branch, "x", "d10")).toMatch(/12 levels deep/);
  });
});
