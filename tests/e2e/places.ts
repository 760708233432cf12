import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a KPI from the list of its department, as a person who reads that department would find it. */
export async function openKpi(page: Page, department: string, kpi: string): Promise<void> {
  await openDepartment(page, department);
  await page
    .getByRole("table", { name: `KPIs of ${department}` })
    .getByRole("link", { name: kpi, exact: true })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: kpi })).toBeVisible();
}

export async function openDepartment(page: Page, department: string): Promise<void> {
  await page.goto("/departments");
  await page.getByRole("link", { name: department, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: department })).toBeVisible();
}

/** The row of a measure in the list of an area or a department. */
export const kpiRow = (page: Page, of: string, kpi: string): Locator =>
  page
    .getByRole("table", { name: `KPIs of ${of}` })
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: kpi, exact: true }) });

/** The row of one period among the values of the measure that is open. */
export const valueRow = (page: Page, period: string): Locator =>
  page
    .getByRole("table", { name: /^Values of/ })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: period }) });

/** The row of a measure on My numbers. */
export const dueRow = (page: Page, kpi: string): Locator =>
  page
    .getByRole("grid", { name: /^Values due/ })
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: kpi, exact: true }) });

/** The chart of the page, by its accessible name. */
export const chart = (page: Page): Locator => page.getByRole("application").first();

/** Finds a choice by typing, and accepts it with the keyboard. `name`: its label in the list. */
export async function choose(field: Locator, name: string): Promise<void> {
  await field.fill(""); // otherwise an existing suggestion would not be replaced
  await field.fill(name);
  const option = field.page().getByRole("option", { name });
  await expect(option.first()).toHaveAttribute("aria-selected", "true");
  await field.press("Enter");
  await expect(field).toHaveValue(new RegExp(`^${name}`));
  await expect(field).toHaveAttribute("aria-expanded", "false");
}
