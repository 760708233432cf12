import { clsx } from "clsx";
import { Fragment, type ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Shown, ShownPage } from "@/lib/pages/sections/read";
import { FailedSection } from "./failed-section";
import { SectionBoundary } from "./section-boundary";

/** Columns of equal width, by their number; on a phone they are below each other. */
const EVEN: Record<number, string> = {
  2: "grid gap-x-6 md:grid-cols-2",
  3: "grid gap-x-6 md:grid-cols-3",
  4: "grid gap-x-6 md:grid-cols-2 lg:grid-cols-4",
};
const UNEVEN = "gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_272px]";

/** The sections of a page, row by row, each in its forms for screen, phone and paper. */
export function SectionRows({ rows }: { rows: ShownPage["rows"] }) {
  return rows.map(({ uneven, columns }) => {
    const key = columns
      .flat()
      .map(({ title }) => title)
      .join();
    const drawn = columns.map((column) => column.map((section) => <One key={section.title} section={section} />));
    if (columns.length === 1) return <Fragment key={key}>{drawn}</Fragment>;
    return (
      <div key={key} className={uneven ? UNEVEN : EVEN[columns.length]}>
        {uneven
          ? drawn.map((column, i) => (
              <div key={columns[i]?.[0]?.title} className="min-w-0">
                {column}
              </div>
            ))
          : drawn}
      </div>
    );
  });
}

function One({ section }: { section: Shown }) {
  const { title } = section;
  if ("failed" in section) return <FailedSection title={title} reference={section.failed} />;
  if ("leftOut" in section)
    return (
      <Section title={title}>
        <EmptyState>{section.leftOut}</EmptyState>
      </Section>
    );
  const { screen, phone, paper } = section.forms;
  return (
    <SectionBoundary title={title}>
      <Form className={clsx(phone !== undefined && "max-md:hidden", paper !== undefined && "print:hidden")}>{screen}</Form>
      {phone !== undefined && <Form className={clsx("md:hidden", paper !== undefined && "print:hidden")}>{phone}</Form>}
      {paper !== undefined && <Form className="hidden print:block">{paper}</Form>}
      {section.ofNow && <p className="mt-1 text-caption text-muted">Current data, not as of the day this page shows.</p>}
    </SectionBoundary>
  );
}

const Form = ({ className, children }: { className: string; children: ReactNode }) =>
  className === "" ? children : <div className={clsx("min-w-0", className)}>{children}</div>;
