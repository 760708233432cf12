// Every screen with a picture: its name in the file, its address, and who sees it.
import { asSystem } from "../installation.mjs";

const AREAS = [
  "operations",
  "strategy",
  "performance",
  "improvement",
  "people",
  "communication",
  "risk",
  "finance",
  "innovation",
  "customer",
];
const COMPANY = "adventure-works.example";

/** The rows whose pages get a picture, found by their content, because each installation has new ids. */
const FIND = `
  select (select id from department where code = '7') as production, (select id from department where code = '5') as purchasing,
    (select id from kpi where code = 'PRC-01') as prc,
    (select id from kpi where source = 'manual' and archived_at is null order by code limit 1) as manual,
    (select id from kpi where frequency = 'day' and archived_at is null order by code limit 1) as daily,
    (select id from kpi where department_id = (select id from department where code = '7') and archived_at is null order by code limit 1) as own,
    (select i.id from initiative i order by i.closed_on nulls first, i.code limit 1) as initiative,
    (select i.id from initiative i join person p on p.id = i.owner_id where p.email = 'production@${COMPANY}' order by i.code limit 1) as own_initiative,
    (select id from decision where code = 'D-25') as decision,
    (select id from decision where code = 'D-21') as own_decision,
    (select id from person where email = 'production@${COMPANY}') as person,
    (select id from position where holder_id is not null order by code limit 1) as position`;

/** `[{ who, name, path, status }]`; `who` null is a visitor who is not signed in, `status` the required answer of the page. */
export async function listScreens(ownerUrl) {
  const { rows } = await asSystem(ownerUrl, (client) => client.query(FIND));
  const at = rows[0];
  const missing = Object.keys(at).filter((name) => at[name] === null);
  const screens = [];
  const add = (who, name, path, status = 200) => {
    if (!path.includes("/null")) screens.push({ who, name, path, status });
  };

  add(null, "sign-in", "/sign-in");
  add(null, "forgot-password", "/forgot-password");
  for (const who of ["coo", "production"]) {
    add(who, "today", "/");
    for (const area of AREAS) add(who, area, `/${area}`);
    add(who, "areas", "/areas");
    add(who, "departments", "/departments");
    add(who, "department", `/departments/${at.production}`);
    add(who, "kpi", `/kpis/${who === "coo" ? at.prc : at.own}`);
    add(who, "my-numbers", "/my-numbers");
    add(who, "initiatives", "/initiatives");
    add(who, "initiative", `/initiatives/${who === "coo" ? at.initiative : at.own_initiative}`);
    add(who, "assign", "/initiatives/new");
    add(who, "decisions", "/decisions");
    add(who, "decision", `/decisions/${who === "coo" ? at.decision : at.own_decision}`);
    add(who, "ask-decision", "/decisions/new");
    add(who, "account", "/settings/account");
    add(who, "search", "/search");
    add(who, "search-found", "/search?q=pro");
    add(who, "notifications", "/notifications");
  }
  add("coo", "help", "/help");
  add("coo", "kpi-manual", `/kpis/${at.manual}`);
  add("coo", "kpi-daily", `/kpis/${at.daily}`);
  add("coo", "data", "/data");
  add("coo", "define-kpi", "/data/kpis/new");
  add("coo", "change-kpi", `/kpis/${at.prc}/edit`);
  add("production", "define-kpi", "/data/kpis/new");
  add("coo", "people-and-access", "/settings/people");
  add("coo", "audit", "/audit");
  add("coo", "not-found", "/departments/00000000-0000-7000-8000-000000000000", 404);
  add("production", "not-allowed", `/departments/${at.purchasing}`, 404);
  add("purchasing", "today", "/");
  add("purchasing", "my-numbers", "/my-numbers");
  add("purchasing", "kpi", `/kpis/${at.prc}`);
  add("admin", "people-and-access", "/settings/people");
  add("admin", "person", `/settings/people/${at.person}`);
  add("coo", "departments-and-positions", "/settings/departments");
  add("admin", "departments-and-positions", "/settings/departments");
  add("admin", "department-settings", `/settings/departments/${at.production}`);
  add("admin", "position", `/settings/positions/${at.position}`);
  add("admin", "invitations", "/settings/invitations");
  add("admin", "company", "/settings/company");
  add("admin", "background", "/settings/background");
  add("admin", "data", "/data");
  return { screens, missing };
}

const WRITTEN = `
  select name from kpi union select name from department union select name from person union select job_title from person union select title from position
    union select title from initiative union select summary from initiative union select title from milestone union select body from comment
    union select text from annotation union select text from signal_event union select file_name from import union select name from record_kind`;

/** Names of people and things, and written texts, the longest first; without those that a page shows in another form. */
export async function listNames(ownerUrl) {
  const { rows } = await asSystem(ownerUrl, (client) => client.query(WRITTEN));
  const names = rows.map(({ name }) => name).filter((name) => name !== null && /^[^"'&<>\\\n]{8,}$/.test(name));
  return names.toSorted((a, b) => b.length - a.length);
}

export const emailOf = (who) => `${who}@${COMPANY}`;
