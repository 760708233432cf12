import { EMAIL_FORM, EMAIL_MAX } from "@/lib/platform/auth/links/email-address";
import type { ImportWords } from "@/lib/platform/entities/import-words";
import { namedBy } from "@/lib/tables/read/headings";

export const importWords: ImportWords = {
  target: "people",
  place: 2,
  table: "person",
  columns: {
    code: {
      ...{ column: "code", label: "Code", type: "text", required: true, max: 40 },
      asked: { headings: "personCode", hint: "identifies the person, such as a number" },
    },
    name: { column: "name", label: "Name", type: "text", required: true, max: 200, asked: { headings: "personName" } },
    email: {
      column: "email",
      label: "E-mail",
      type: "text",
      max: EMAIL_MAX,
      lower: true,
      form: EMAIL_FORM,
      formReason: "is not an e-mail address of plain letters, digits and signs",
      asked: { headings: "email", hint: "needed to sign in" },
    },
    jobTitle: { column: "job_title", label: "Job", type: "text", max: 200, asked: { headings: "jobTitle" } },
    department: {
      ...{ column: "department_id", label: "Department", type: "reference", table: "department", what: "department" },
      asked: { headings: "department", hint: "its code" },
    },
    hiredOn: { column: "hired_on", label: "Hired on", type: "date", asked: { headings: "hiredOn" } },
    leftOn: { column: "left_on", label: "Left on", type: "date", asked: { headings: "leftOn" } },
  },
  always: {},
  recognised: {
    rank: 2,
    look: (file) => {
      const score =
        (file.mail === null ? 0 : 3) +
        (file.has("personName") && !file.numbers ? 1 : 0) +
        (file.has("firstName") && file.has("lastName") ? 2 : 0) +
        (file.has("hiredOn", (c) => c.type === "date") ? 1 : 0) +
        (file.has("personCode") ? 1.5 : 0) +
        (file.has("jobTitle") ? 1 : 0) +
        2 * file.named("people", "employee", "staff", "mitarbeiter", "personal", "person");
      const ofSeats = file.has("reportsTo", (c) => c.type !== "date" && namedBy(c.header, ["reports to"]) === 1);
      if (score < 3 || file.numbers > 2 || ofSeats) return null;
      return {
        score,
        why: file.mail === null ? "names, jobs and days of hiring, one person per row" : `${file.mail} holds e-mail addresses`,
      };
    },
  },
  shownAt: "/settings/people",
};
