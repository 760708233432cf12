import { chart, valueRow } from "./places";
import { expect, signIn, test } from "./session";

const AREAS = [
  "Operations",
  "Strategy",
  "Performance",
  "Improvement",
  "People",
  "Communication",
  "Risk",
  "Finance",
  "Innovation",
  "Customer",
];
const DEPARTMENTS = [
  ...["Document Control", "Engineering", "Executive", "Facilities and Maintenance", "Finance", "Human Resources", "Information Services"],
  ...["Marketing", "Production", "Production Control", "Purchasing", "Quality Assurance", "Research and Development", "Sales"],
  ...["Shipping and Receiving", "Tool Design"],
];

test("an executive reads the ten areas", async ({ page }) => {
  await signIn(page, "ceo");
  await page.goto("/");
  for (const area of AREAS) {
    await page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: new RegExp(area) })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: area })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(`^${area}`));
    await expect(page.getByRole("link", { name: new RegExp(area) }).and(page.locator("[aria-current=page]"))).toBeVisible();
    const rows = page.getByRole("table", { name: `KPIs of ${area}` }).getByRole("rowheader");
    if (area !== "Performance") await expect(rows, area).not.toHaveCount(0);
  }
});

test("an executive reads the sixteen departments, each with its measures or the word that it has none", async ({ page }) => {
  await signIn(page, "ceo");
  await page.goto("/departments");
  const table = page.getByRole("table", { name: "Departments" });
  await expect(table.getByRole("rowheader").filter({ hasText: "Tool Design" })).toBeVisible();
  const paths = await table
    .getByRole("link")
    .evaluateAll((links) => links.map((a) => [a.textContent ?? "", a.getAttribute("href") ?? ""] as const));
  expect(paths.map(([name]) => name)).toEqual(expect.arrayContaining(DEPARTMENTS));
  // The served document must contain the page's own statement, so no browser has to render each page.
  for (const [name, path] of paths) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(200);
    const html = (await answer.text()).replace(/<script.*?<\/script>/gs, "");
    const text = (part: string) => part.replace(/<!--.*?-->|<[^>]*>/gs, "").trim();
    expect(text(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? ""), path).toBe(name);
    const tables = [...html.matchAll(/<caption[^>]*>(.*?)<\/caption>/gs)].map((caption) => text(caption[1] ?? ""));
    expect(
      tables.includes(`KPIs of ${name}`) || /has no measure yet/.test(text(html)),
      `${name} has its measures or says that it has none`,
    ).toBe(true);
  }
});

test("an executive opens one KPI and sees chart, limits, target, values and the records underneath", async ({ page }) => {
  await signIn(page, "ceo");
  await page.goto("/operations");
  await page.getByRole("link", { name: "Due work orders finished on time" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Due work orders finished on time" })).toBeVisible();

  // The figures of May are counted with awk over the file: 2,249 of 3,381 due were finished by their day.
  const may = valueRow(page, "May 2014");
  await expect(may).toContainText("2,249");
  await expect(may).toContainText("3,381");
  await expect(may).toContainText("66.5");
  await expect(may).toContainText("80");
  await expect(may).toContainText("Off track");

  await expect(chart(page)).toHaveAccessibleName(/66\.5/);
  await page.getByText("Show the values as a table").click();
  const drawn = page.getByRole("table", { name: "Due work orders finished on time, values of the chart" });
  await expect(drawn.getByRole("columnheader")).toHaveText([
    /Period/,
    /Value/,
    /Lower limit/,
    /Mean/,
    /Upper limit/,
    /Target then/,
    /Signal/,
  ]);
  const cells = drawn.getByRole("row").filter({ hasText: "May 2014" }).getByRole("cell");
  for (const i of [1, 2, 3]) await expect(cells.nth(i)).toHaveText(/^\d+(\.\d+)?$/);

  await expect(page.getByRole("region", { name: "Records" })).toContainText("1,132"); // 3,381 - 2,249 late ones
  const records = page.getByRole("table", { name: "Records May 2014" });
  await expect(records.getByRole("row")).not.toHaveCount(1);
  await expect(records.getByRole("columnheader", { name: "Due" })).toBeVisible();
  await expect(page.getByText("Targets", { exact: true })).toBeVisible();
});
