import { Section } from "@/components/ui/section";

type Props = {
  title: string;
  /** "By chance alone, about 1 signal in 9 days is to be expected of 62 measures with limits."; null if unknown */
  byChance: string | null;
};

/** How to read the nine cells of "where to look". */
export function HowToRead({ title, byChance }: Props) {
  return (
    <Section title={title}>
      <div className="grid gap-2 pt-2 text-table">
        <p>
          <strong>Rows:</strong> can the process reach its target? The grey band is its usual range, the line its target.
        </p>
        <p>
          <strong>Columns:</strong> has it changed? Only a signal counts as change.
        </p>
        {byChance !== null && <p className="text-muted">{byChance}</p>}
      </div>
    </Section>
  );
}
