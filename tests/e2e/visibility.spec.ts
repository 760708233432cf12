import { kpiRow, openDepartment, openKpi } from "./places";
import { expect, expectMissing, type Name, signIn, test } from "./session";

const NOWHERE = "00000000-0000-7000-8000-000000000000";

test("nobody sees another department's figures without the right to", async ({ page, another, missing }) => {
  await signIn(page, "coo");
  await openDepartment(page, "Sales");
  const sales = new URL(page.url()).pathname;
  await openKpi(page, "Sales", "Orders per 100 calls");
  const orders = new URL(page.url()).pathname;
  await openKpi(page, "Sales", "Reseller visits");
  const visits = new URL(page.url()).pathname;
  await page.goto("/initiatives");
  const theirs = await page.getByRole("link", { name: /IN-01/ }).getAttribute("href");
  await page.goto("/settings/people?q=James+Hamilton");
  const person = await page.getByRole("link", { name: "James Hamilton" }).getAttribute("href");

  const readers: Name[] = ["quality", "member", "viewer"];
  for (const name of readers) {
    const reader = await another(name);
    await expectMissing(reader, missing, sales);
    // Requested without rendering: checks what was sent, not only what is shown.
    for (const path of [orders, visits, theirs, person, `/kpis/${NOWHERE}`, `/initiatives/${NOWHERE}`, "/kpis/1", "/audit", "/data"]) {
      const answer = await reader.request.get(path ?? "/");
      expect(answer.status(), `${path} for ${name}`).toBe(404);
      expect(await answer.text()).not.toMatch(/Reseller visits|Orders per 100 calls|Hamilton/);
    }
    for (const place of ["/", "/customer", "/finance", "/performance", "/departments", "/initiatives"]) {
      const seen = await (await reader.request.get(place)).text();
      expect(seen).toContain("Adventure Works Cycles");
      for (const secret of ["Reseller visits", "Orders per 100 calls", "Revenue outside North America"])
        expect(seen, `${secret} on ${place} for ${name}`).not.toContain(secret);
    }
  }
});

test("each reads their own department", async ({ another }) => {
  const own = { quality: "Quality Assurance", member: "Production Control", viewer: "Marketing" } as const;
  for (const [name, department] of Object.entries(own) as [keyof typeof own, string][]) {
    const reader = await another(name);
    await reader.goto("/departments");
    await expect(reader.getByRole("table", { name: "Departments" }).getByRole("rowheader")).toHaveText([department]);
    await openDepartment(reader, department);
    await expect(reader.getByRole("table", { name: `KPIs of ${department}` })).toBeVisible();
  }
});

test("a viewer is offered no writing, a member only their own", async ({ another }) => {
  const viewer = await another("viewer");
  await openKpi(viewer, "Marketing", "Online orders");
  for (const verb of ["Enter or correct a value", "Set a target", "Annotate"])
    await expect(viewer.getByRole("region", { name: verb })).toHaveCount(0);
  await expect(viewer.getByRole("link", { name: "Assign an initiative" })).toHaveCount(0);
  const member = await another("member");
  await openKpi(member, "Production Control", "Schedule changes after release");
  await expect(member.getByRole("region", { name: "Enter or correct a value" })).toBeVisible();
  await expect(member.getByRole("region", { name: "Set a target" })).toHaveCount(0);
});

test("an administrator reads no figures but does read the audit log", async ({ page, another, missing }) => {
  await signIn(page, "coo");
  await openKpi(page, "Sales", "Revenue");
  const revenue = new URL(page.url()).pathname;
  const admin = await another("admin");
  await expectMissing(admin, missing, revenue);
  await admin.goto("/operations");
  await expect(admin.getByText(/no measures that you can see|Nothing is measured here yet/).first()).toBeVisible();
  await expect(kpiRow(admin, "Operations", "Due work orders finished on time")).toHaveCount(0);
  await admin.goto("/audit");
  await expect(admin.getByText(/unbroken/)).toBeVisible();
});
