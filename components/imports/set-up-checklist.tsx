import Link from "next/link";
import type { SetUp } from "@/lib/imports/queries";

type Props = { setUp: SetUp; mayImport: boolean; mayDefine: boolean };
const link = "underline underline-offset-2";

/** The steps to set up a new company, and which are done. Hidden once all are. */
export function SetUpChecklist({ setUp, mayImport, mayDefine }: Props) {
  const steps = [
    {
      done: setUp.departments > 0,
      label: "Departments",
      there: `${setUp.departments} besides the company`,
      next: "a file with one department per row, or one by one under Settings, Departments and positions",
    },
    {
      done: setUp.people > 1,
      label: "People",
      there: `${setUp.people}`,
      next: "a file with one person per row; then give them roles under People and access",
    },
    {
      done: setUp.kinds > 0,
      label: "Records",
      there: `${setUp.kinds} ${setUp.kinds === 1 ? "kind" : "kinds"}`,
      next: "files of orders, tickets, deliveries or other records",
    },
    {
      done: setUp.kpis > 0,
      label: "KPIs",
      there: `${setUp.kpis}`,
      next: mayDefine
        ? "define them from the records, or import a file with one KPI per row"
        : "the COO or a lead defines them; an administrator can take one of these roles under People and access",
      href: mayDefine ? "/data/kpis/new" : "/settings/people",
      verb: mayDefine ? "Define a KPI" : "Give a role",
    },
    {
      done: setUp.targets > 0,
      label: "Targets",
      there: `for ${setUp.targets} KPIs`,
      next: "on a KPI's page, or a file with one target per row",
    },
  ];
  if (steps.every((step) => step.done)) return null;
  return (
    <ol className="grid gap-2 py-3 text-table">
      {steps.map((step, at) => (
        <li key={step.label} className="grid grid-cols-[1.5rem_6.5rem_minmax(0,1fr)] gap-x-2">
          <span className="text-muted">{at + 1}.</span>
          <span className="font-medium">{step.label}</span>
          <span className={step.done ? "" : "text-muted"}>
            {step.done ? `done: ${step.there}` : `none yet: ${step.next}`}
            {!step.done && step.href !== undefined && (
              <>
                {" "}
                <Link className={link} href={step.href}>
                  {step.verb}
                </Link>
              </>
            )}
            {!step.done && step.href === undefined && mayImport && step.label !== "Targets" && (
              <>
                {" "}
                <Link className={link} href="/data#bring-in">
                  Import a file
                </Link>
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
