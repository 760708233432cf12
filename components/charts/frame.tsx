import type { ReactNode } from "react";

type Props = {
  /** the finding, or the measure with its unit */
  title: string;
  /** period, gaps, signals, source */
  caption?: ReactNode;
  /** one sentence for screen readers if the chart itself has none */
  summary?: string;
  /** h2 of 16 px for the chart of a page, h3 of 14 px inside a section */
  level?: "page" | "section";
  /** under the chart: notes, annotations */
  children: ReactNode;
  foot?: ReactNode;
};

/** A chart with its finding as the title. */
export function Frame({ title, caption, summary, level = "page", children, foot }: Props) {
  return (
    <figure className="min-w-0">
      <figcaption>
        {level === "page" ? (
          <h2 className="text-verdict leading-[22px] text-pretty">{title}</h2>
        ) : (
          <h3 className="text-body text-pretty">{title}</h3>
        )}
        {caption !== undefined && <span className="mt-0.5 block text-caption text-muted">{caption}</span>}
        {summary !== undefined && <span className="sr-only">{summary}</span>}
      </figcaption>
      <div className="mt-2">{children}</div>
      {foot !== undefined && <div className="mt-2 text-caption text-muted">{foot}</div>}
    </figure>
  );
}
