import { SCOPES } from "../names";
import {
  ACCESS,
  DEPARTMENT_PAGES,
  here,
  INITIATIVES,
  KPI_SCOPES,
  KPIS,
  one,
  only,
  type Page,
  PLACES,
  POSITIONS,
  WRITES_KPI,
  without,
} from "./cells";

const NOWHERE = "01900000-0000-7000-8000-000000000bad";

/** Every page, but those that a part has itself (policy.ts). */
export const PAGES: Readonly<Record<string, Page>> = {
  "/": { ...one, asks: true, reads: here },
  "/areas": { ...one, reads: here },
  "/[area]": {
    asks: true,
    scopes: ["A", "missing"],
    at: (_world, scope) => ({ area: scope === "A" ? "operations" : "no-such-area" }),
    reads: here,
  },
  "/performance": { ...one, asks: true, reads: here },
  "/departments": { ...one, reads: here },
  "/departments/[id]": {
    asks: true,
    scopes: PLACES,
    at: (world, scope) => ({ id: world.rows[scope].department }),
    reads: DEPARTMENT_PAGES,
  },
  "/kpis/[id]": { asks: true, scopes: KPI_SCOPES, at: (world, scope) => ({ id: world.rows[scope].kpi }), reads: KPIS, shows: true },
  // A KPI's signal is shown next to its chart.
  "/signals/[id]": {
    scopes: KPI_SCOPES.filter((scope) => scope !== "archived"),
    at: (world, scope) => ({ id: world.rows[scope].signal }),
    reads: KPIS,
    to: (_who, world, scope) => `/kpis/${world.rows[scope].kpi}#signals`,
  },
  "/initiatives": { ...one, asks: true, reads: here },
  "/initiatives/[id]": { scopes: SCOPES, at: (world, scope) => ({ id: world.rows[scope].initiative }), reads: INITIATIVES, shows: true },
  "/initiatives/new": { ...one, asks: true, reads: only("coo", "leadA", "leadB") },
  "/my-numbers": { ...one, reads: only("coo", "leadA", "leadB", "memberA") },
  "/search": { ...one, asks: true, reads: here },
  "/help": { ...one, reads: here },
  "/notifications": { ...one, reads: here },
  "/data": { ...one, reads: only("coo", "administrator") },
  // A file belongs to its sender and the COO; there is none in this company.
  "/data/uploads/[id]": { scopes: ["missing"], at: (world) => ({ id: world.rows.missing.kpi }), reads: {} },
  "/data/kpis/new": { ...one, asks: true, reads: only("coo", "leadA", "leadB") },
  "/kpis/[id]/edit": { scopes: KPI_SCOPES, at: (world, scope) => ({ id: world.rows[scope].kpi }), reads: WRITES_KPI, shows: true },
  "/audit": { ...one, asks: true, reads: only("coo", "administrator") },
  "/settings": {
    ...one,
    reads: here,
    to: (who) => (who === "coo" || who === "administrator" ? "/settings/people" : "/settings/account"),
  },
  "/settings/departments": { ...one, reads: only("coo", "administrator") },
  "/settings/departments/[id]": {
    scopes: PLACES,
    at: (world, scope) => ({ id: world.rows[scope].department }),
    reads: without(ACCESS, "own"),
  },
  "/settings/positions/[id]": {
    scopes: SCOPES,
    at: (world, scope) => ({ id: world.rows[scope].position }),
    reads: POSITIONS,
  },
  "/settings/account": { ...one, reads: here },
  "/settings/company": { ...one, reads: only("administrator") },
  "/settings/background": { ...one, reads: only("administrator") },
  "/settings/invitations": { ...one, reads: only("administrator") },
  "/settings/people": { ...one, asks: true, reads: only("coo", "administrator") },
  "/settings/people/[id]": {
    scopes: ["A", "own", "B", "B1", "root", "archived", "missing"],
    at: (world, scope) => ({ id: world.rows[scope].person }),
    reads: ACCESS,
  },
  "/sign-in": { ...one, asks: true, open: true, reads: here, to: () => "/" },
  "/forgot-password": { ...one, open: true, reads: here },
  "/invitation": { ...one, asks: true, open: true, reads: here },
  // The matrix's company has an administrator, so the setup is closed for everybody.
  "/first-administrator": { ...one, asks: true, open: true, reads: {} },
};

type Route = {
  at: string;
  methods: Partial<Record<string, readonly number[]>>;
  /** Only for signed-in people, and only what they may read. */
  signedIn?: true;
  /** Only for signed-in people, with nothing in this company for anybody; `methods` as for the COO. */
  nothing?: true;
};
/** Every route handler: its status for everybody, by method. Other methods do not exist. */
export const ROUTES: Readonly<Record<string, Route>> = {
  "/api/my-numbers": { at: "/api/my-numbers", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/live": { at: "/api/live", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/mentions": { at: "/api/mentions", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/choices": { at: "/api/choices", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/explaining": { at: "/api/explaining", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/search": { at: "/api/search?q=qz&commands=1", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  "/api/export/[what]": { at: "/api/export/kpis", methods: { GET: [200], HEAD: [200] }, signedIn: true },
  // There is no file in this company; tests/integration/uploads.test.ts tests what signed-in people get.
  "/api/uploads": { at: "/api/uploads", methods: { POST: [400] }, nothing: true },
  "/api/uploads/[id]": { at: `/api/uploads/${NOWHERE}`, methods: { GET: [404], HEAD: [404] }, nothing: true },
  "/api/uploads/[id]/rejects": { at: `/api/uploads/${NOWHERE}/rejects`, methods: { GET: [404], HEAD: [404] }, nothing: true },
  "/api/health/live": { at: "/api/health/live", methods: { GET: [200], HEAD: [200] } },
  "/api/health/ready": { at: "/api/health/ready", methods: { GET: [200], HEAD: [200] } },
  "/api/auth/[...nextauth]": { at: "/api/auth/session", methods: { GET: [200], HEAD: [200, 400, 405], POST: [200, 400, 405] } },
};

/** Every file of public/, which anybody may read, with its type. */
export const PUBLIC: Readonly<Record<string, string>> = {
  "/apple-touch-icon.png": "image/png",
  "/icon-192.png": "image/png",
  "/icon-512.png": "image/png",
  "/icon-maskable-512.png": "image/png",
  "/icon.svg": "image/svg+xml",
  "/manifest.webmanifest": "application/manifest+json",
  "/robots.txt": "text/plain; charset=UTF-8",
};
