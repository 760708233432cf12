import Link from "next/link";
import { Bullet } from "@/components/charts/bullet";
import { QuestionBox } from "@/components/charts/question-box";
import { StatusShape } from "@/components/charts/status-shape";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { StaleChip } from "@/components/ui/stale-chip";
import type { StatusMark as Status } from "@/lib/charts/view";

export type PanelRow = {
  id: string;
  title: string;
  href?: string;
  /** under the title: owner, figures */
  meta?: string;
  /** at the right: "Wed 4 June" */
  dueText?: string;
  /** days past due, shown as a dashed chip instead of the due date */
  lateDays?: number | null;
  /** shape in front; a decision has the box with "?" instead */
  mark?: Status | "decision";
  /** money against plan: actual as a bar, plan as a tick */
  bullet?: { label: string; value: number | null; target: number | null; max?: number };
};

/** Either rows, or a sentence about what is missing, with a link to connect it. */
export type PanelContent = { count?: string; rows: PanelRow[] } | { empty: string; connect?: { href: string; label: string } };

/** One of the four short lists at the bottom of an area: work due, risks, money, decisions. */
export function FootPanel({ title, content }: { title: string; content: PanelContent }) {
  if ("empty" in content)
    return (
      <Section title={title}>
        <EmptyState
          {...(content.connect !== undefined && { action: <ButtonLink href={content.connect.href}>{content.connect.label}</ButtonLink> })}
        >
          {content.empty}
        </EmptyState>
      </Section>
    );
  return (
    <Section title={title} count={content.count ?? content.rows.length}>
      <ul>
        {content.rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ row }: { row: PanelRow }) {
  const late = row.lateDays ?? null;
  return (
    <li className="flex items-start gap-2 border-b py-2 text-table">
      {row.mark !== undefined && <Mark mark={late === null ? row.mark : "stale"} />}
      <div className="min-w-0 flex-1">
        <div className="flex items-start justify-between gap-2">
          {row.href === undefined ? (
            <span className="min-w-0">{row.title}</span>
          ) : (
            <Link href={row.href} className="min-w-0 underline-offset-2 hover:underline">
              {row.title}
            </Link>
          )}
          {late === null ? (
            row.dueText !== undefined && <span className="whitespace-nowrap text-caption">{row.dueText}</span>
          ) : (
            <StaleChip days={late} />
          )}
        </div>
        {row.meta !== undefined && <p className="text-caption text-muted">{row.meta}</p>}
        {row.bullet !== undefined && <Bullet {...row.bullet} />}
      </div>
    </li>
  );
}

function Mark({ mark }: { mark: Status | "decision" | "stale" }) {
  if (mark === "decision") return <QuestionBox />;
  return (
    <span className="mt-[3px] flex w-4 flex-none justify-center">
      <StatusShape kind={mark} />
    </span>
  );
}
