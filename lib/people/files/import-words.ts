import { EMAIL_FORM, EMAIL_MAX } from "@/lib/platform/auth/links/email-address";
import type { EntitySpec } from "@/lib/platform/entities/import-words";

const CODE = { type: "text", required: true, max: 40, label: "code", column: "code" } as const;

export const PEOPLE: EntitySpec = {
  table: "person",
  columns: {
    code: CODE,
    name: { column: "name", label: "name", type: "text", required: true, max: 200 },
    email: {
      column: "email",
      label: "e-mail",
      type: "text",
      max: EMAIL_MAX,
      lower: true,
      form: EMAIL_FORM,
      formReason: "is not an e-mail address of plain letters, digits and signs",
    },
    jobTitle: { column: "job_title", label: "job title", type: "text", max: 200 },
    department: { column: "department_id", label: "department", type: "reference", table: "department", what: "department" },
    hiredOn: { column: "hired_on", label: "hired", type: "date" },
    leftOn: { column: "left_on", label: "left", type: "date" },
  },
  always: {},
};
