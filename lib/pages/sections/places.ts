import "server-only";
import type { AREAS } from "@/lib/areas";
import { today } from "@/lib/clock";
import { ROWS_PER_PAGE } from "@/lib/kpis/queries/rows";
import { Prisma } from "@/lib/platform/db/client";
import type { Place } from "./section";

/** One of the ten areas. Every signed-in person may open it; it shows what their grants allow. */
export const areaPlace = ({ slug, name, missing }: (typeof AREAS)[number]): Place => ({
  plans: "kept",
  find: async () => ({
    title: name,
    name,
    path: `/${slug}`,
    filter: { area: slug },
    limit: ROWS_PER_PAGE,
    exportQuery: `area=${slug}`,
    showDepartment: true,
    noMeasures: `${name} has no measures that you can see yet. ${missing}`,
    notRecorded: missing,
    whenNothingKnown: whenNothingKnownOf(name),
  }),
});

const MEASURES_OF_COMPANY = 200;

/** The whole company, listing the measures that need attention most; the counts give the total. */
export const companyPlace: Place = {
  plans: "fresh",
  find: async () => ({
    title: "Performance",
    name: "The company",
    path: "/performance",
    filter: {},
    limit: MEASURES_OF_COMPANY,
    exportQuery: "",
    showDepartment: true,
    noMeasures: "None of your measures has a value yet.",
    notRecorded: "",
    whenNothingKnown: { note: "Nothing was known about any measure on that day." },
  }),
};

type DepartmentLine = {
  id: string;
  name: string;
  people: number;
  hasChildren: boolean;
  parent: { id: string; name: string } | null;
  path: string[];
};

/** A department with all below it. Null if it does not exist or the viewer may not read its figures. One statement. */
export const departmentPlace = (id: string): Place<null> => ({
  plans: "kept",
  find: async (sql, viewer) => {
    if (!viewer.readable.includes(id)) return null;
    const [department] = await sql.query<DepartmentLine>(Prisma.sql`
      WITH RECURSIVE below AS (SELECT id FROM department WHERE id = ${id}::uuid UNION ALL SELECT c.id FROM department c JOIN below b ON c.parent_id = b.id)
      SELECT d.id::text, d.name, (SELECT count(*)::int FROM person p JOIN below b ON b.id = p.department_id WHERE p.left_on IS NULL OR p.left_on > ${today()}::date) AS people,
        EXISTS (SELECT FROM department c WHERE c.parent_id = d.id AND c.archived_at IS NULL) AS "hasChildren",
        (SELECT json_build_object('id', u.id, 'name', u.name) FROM department u WHERE u.id = d.parent_id) AS parent,
        ARRAY(SELECT id::text FROM below) AS path
      FROM department d WHERE d.id = ${id}::uuid`);
    if (!department) return null;
    const { name, people, parent } = department;
    return {
      title: name,
      name,
      path: `/departments/${id}`,
      crumbs: [
        { label: "Departments", href: "/departments" },
        ...(parent && viewer.readable.includes(parent.id) ? [{ label: parent.name, href: `/departments/${parent.id}` }] : []),
      ],
      filter: { departmentIds: department.path },
      limit: ROWS_PER_PAGE,
      exportQuery: `department=${id}`,
      showDepartment: department.hasChildren,
      noMeasures: `${name} has no measure yet. It has ${people} people.`,
      notRecorded: "",
      whenNothingKnown: whenNothingKnownOf(name),
    };
  },
});

const whenNothingKnownOf = (name: string) => ({
  note: "Nothing was known here on that day.",
  verdict: `Nothing was known about ${name} on that day.`,
});
