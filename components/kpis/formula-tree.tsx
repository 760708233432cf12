import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";

type Part = {
  id: string;
  code: string;
  name: string;
  valueText: string;
  beforeText: string;
  contributionText: string | null;
  share: number | null;
};
type Props = {
  code: string;
  tree: { title: string; parts: Part[]; hidden: number; note: string | null } | null;
  usedBy: { id: string; code: string; name: string }[];
  /** keeps the day the page looks back to */
  hrefOf: (id: string) => string;
};

/** The inputs of a KPI, how much each contributed to its last change, and the KPIs computed from it. */
export function FormulaTree({ code, tree, usedBy, hrefOf }: Props) {
  return (
    <Section title="Formula" count={tree?.title ?? `feeds ${usedBy.length}`}>
      {tree !== null && (
        <>
          <ul className="mt-2 border-l border-border pl-4 text-table" aria-label={`Inputs of ${code}`}>
            {tree.parts.map((part) => (
              <li key={part.id} className="relative grid items-center gap-x-4 border-b py-2 md:grid-cols-[minmax(0,1fr)_200px_120px_110px]">
                <span aria-hidden="true" className="absolute top-1/2 -left-4 w-3 border-t border-border" />
                <span className="min-w-0">
                  <Link
                    href={hrefOf(part.id)}
                    className="font-medium underline-offset-2 hover:underline max-md:inline-flex max-md:min-h-11 max-md:items-center"
                  >
                    {part.name}
                  </Link>{" "}
                  <span className="text-caption text-muted">{part.code}</span>
                </span>
                <span className="whitespace-nowrap">
                  {part.beforeText} → <strong>{part.valueText}</strong>
                </span>
                <span className="whitespace-nowrap md:text-right">{part.contributionText ?? ""}</span>
                {part.share !== null && <Bar share={part.share} />}
              </li>
            ))}
            {Array.from({ length: tree.hidden }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nothing is known of them but how many there are
              <li key={index} className="border-b py-2 text-muted">
                an input you do not have access to
              </li>
            ))}
          </ul>
          {tree.note !== null && <p className="mt-1 text-caption text-muted">{tree.note}</p>}
        </>
      )}
      {usedBy.length > 0 ? (
        <p className="mt-2 text-table">
          <span className="text-muted">Feeds </span>
          {usedBy.map((link, index) => (
            <span key={link.id}>
              {index > 0 && ", "}
              <Link href={hrefOf(link.id)} className="underline underline-offset-2">
                {link.name}
              </Link>
            </span>
          ))}
        </p>
      ) : (
        tree === null && <EmptyState>No KPI is computed from it.</EmptyState>
      )}
    </Section>
  );
}

/** From the middle to the right if it raised the value, to the left if it lowered it. */
function Bar({ share }: { share: number }) {
  const width = Math.abs(share) * 50;
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2 w-full max-w-28 text-series-1" aria-hidden="true">
      <rect x={share < 0 ? 50 - width : 50} y="0" width={Math.max(width, 0.5)} height="8" className="fill-series-1" />
      <line x1="50" x2="50" y1="0" y2="8" className="stroke-border" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
