import { type ActionRow, everybody, nowhere, only, ownDepartment } from "./cells";

/** What is set for the company and for oneself, and mail asked for. */
export const ACTIONS: Readonly<Record<string, ActionRow>> = {
  "app/(console)/settings/company/actions.ts#changeCompanyAction": {
    audit: "company.change installation",
    filed: nowhere,
    scopes: ["A"],
    fields: () => ({
      version: "1",
      name: "Another Name",
      currency: "EUR",
      timeZone: "Europe/Berlin",
      fiscalStartMonth: "1",
      fiscalPattern: "months",
      yearEndWeekday: "7",
      yearEndRule: "last",
    }),
    allowed: only("administrator"),
    given: () => ({ sql: "UPDATE setting SET value = value || '{\"version\": 1}' WHERE key = 'company'", values: [] }),
  },
  "app/(console)/settings/company/actions.ts#changeSignalClockAction": {
    audit: "company.change installation",
    filed: nowhere,
    scopes: ["A"],
    fields: () => ({ high: "0", medium: "2", low: "5", hour: "17", money: "50000" }),
    allowed: only("administrator"),
  },
  "app/(console)/settings/background/actions.ts#askTestMailAction": {
    audit: "none",
    scopes: ["A"],
    fields: () => ({}),
    allowed: only("administrator"),
  },
  "app/(console)/settings/account/actions.ts#changeOwnSettingsAction": {
    audit: "person.settings person",
    filed: ownDepartment,
    scopes: ["own"],
    fields: () => ({ digest: "daily", digestHour: "8", quietFrom: "20", quietTo: "6" }),
    allowed: everybody(["own"]),
  },
  "app/(auth)/actions.ts#forgotPasswordAction": {
    audit: "none",
    scopes: ["A"],
    open: true,
    // For lead A: for an unknown address the answer is the same, and nothing is queued.
    fields: () => ({ email: "leada@company.example" }),
    allowed: everybody(["A"]),
  },
};
