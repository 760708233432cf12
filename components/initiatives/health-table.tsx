import { Section } from "@/components/ui/section";
import { RowHeader, Table, Td, Th } from "@/components/ui/table";
import type { Health } from "@/lib/initiatives/health/health";
import { JUDGEMENTS, wordOf } from "@/lib/initiatives/words/words";
import { HealthMark } from "./health-mark";

/** The four parts of health next to the reporter's judgement. The computed mark decides. */
export function HealthTable({ health, reporterName }: { health: Health; reporterName: string | null }) {
  const { reported } = health;
  const said = reported !== null && reporterName !== null && (
    <>
      {reporterName} says: {wordOf(JUDGEMENTS, reported.judgement).toLowerCase()}.{" "}
      {reported.differs && <b className="text-fg">Differs from the computed status.</b>}
    </>
  );
  return (
    <Section title="Health" count="computed: the worst of four" caption={said === false ? "nobody has reported yet" : said}>
      <Table label="Health">
        <thead className="sr-only">
          <tr>
            <Th>Mark</Th>
            <Th>Part</Th>
            <Th>Finding</Th>
            <Th>Dates</Th>
          </tr>
        </thead>
        <tbody>
          {health.lines.map((line) => (
            <tr key={line.part}>
              <Td className="py-1.5 md:w-32">
                <HealthMark mark={line.mark} word={line.word} staleDays={line.mark === "stale" ? health.staleDays : null} />
              </Td>
              <RowHeader className="py-1.5 font-semibold md:w-20">{line.part}</RowHeader>
              <Td className="py-1.5">
                {line.text}
                {line.note !== "" && <span className="block text-caption text-muted md:hidden">{line.note}</span>}
              </Td>
              <Td className="py-1.5 text-muted max-md:hidden">{line.note}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
