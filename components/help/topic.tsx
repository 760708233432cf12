import type { ReactNode } from "react";

/** One help topic: a heading to link to, and text in a readable column. */
export function Topic({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="mt-8 scroll-mt-4 break-before-auto border-t pt-3 target:border-fg">
      <h2 id={`${id}-title`} className="text-verdict">
        {title}
      </h2>
      <div className="mt-1 grid max-w-[76ch] gap-2 text-body text-pretty [&_dt]:font-semibold">{children}</div>
    </section>
  );
}

/** Marks and words with their meaning, one per line. */
export function Meanings({ rows }: { rows: readonly { mark: ReactNode; key: string; means: ReactNode }[] }) {
  return (
    <dl className="mt-1 grid gap-x-6 gap-y-2 md:grid-cols-[max-content_minmax(0,1fr)]">
      {rows.map(({ mark, key, means }) => (
        <div key={key} className="contents">
          <dt className="max-md:mt-1">{mark}</dt>
          <dd>{means}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Says next to a picture that it does not show the company's data. */
export const Example = ({ children }: { children: ReactNode }) => (
  <figure className="my-2 max-w-[880px] rounded border p-3">
    <figcaption className="mb-2 text-caption text-muted">Made-up example, not a figure of this company.</figcaption>
    {children}
  </figure>
);
