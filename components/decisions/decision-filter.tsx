import { Button, ButtonLink } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { AREAS } from "@/lib/areas";
import { NARROWED } from "@/lib/decisions/words";
import { type AsOf, asOfHref } from "@/lib/kpis/as-of";
import type { Choice } from "@/lib/platform/entities/choice";

type Props = {
  state: string;
  owner: string;
  area: string;
  stake: string;
  /** amounts to choose from, each with its text */
  stakes: readonly { value: string; label: string }[];
  q: string;
  deciders: readonly Choice[];
  asOf: Pick<AsOf, "day"> | null;
};

/** A plain GET form: every view of the list has its own address. */
export function DecisionFilter({ state, owner, area, stake, stakes, q, deciders, asOf }: Props) {
  return (
    <search>
      <form
        action="/decisions"
        className="mt-3 grid grid-cols-2 items-end gap-3 md:grid-cols-[repeat(5,minmax(0,144px))_auto_auto] md:justify-start print:hidden"
      >
        {asOf !== null && <input type="hidden" name="asOf" value={asOf.day} />}
        <SelectField
          id="state"
          name="state"
          label="State"
          placeholder="All"
          options={NARROWED.map(([value, label]) => ({ value, label }))}
          defaultValue={state}
        />
        <ComboField
          id="owner"
          name="owner"
          label="Decided by"
          placeholder="Everybody"
          source={{ of: "decision-owners" }}
          chosen={deciders.find(({ value }) => value === owner) ?? null}
          few={deciders}
        />
        <SelectField
          id="area"
          name="area"
          label="Area"
          placeholder="All areas"
          options={AREAS.map(({ slug, name }) => ({ value: slug, label: name }))}
          defaultValue={area}
        />
        <SelectField id="stake" name="stake" label="At stake" placeholder="Any" options={[...stakes]} defaultValue={stake} />
        <InputField id="q" name="q" type="search" label="Question, reason, code" maxLength={100} defaultValue={q} aria-keyshortcuts="/" />
        <Button type="submit" className="md:h-8">
          Show
        </Button>
        {(state !== "" || owner !== "" || area !== "" || stake !== "" || q !== "") && (
          <ButtonLink href={asOfHref("/decisions", asOf)} className="md:h-8">
            Show all
          </ButtonLink>
        )}
      </form>
    </search>
  );
}
