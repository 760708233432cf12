import { EMAIL_FORM, EMAIL_MAX } from "@/lib/platform/auth/links/email-address";
import type { ImportWords } from "@/lib/platform/entities/import-words";

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
};
