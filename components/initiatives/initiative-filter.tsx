import { Button, ButtonLink } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { SelectField } from "@/components/ui/select";
import { AREAS } from "@/lib/areas";
import type { Choice } from "@/lib/platform/entities/choice";

type Props = {
  area: string;
  department: string;
  owner: string;
  state: string;
  /** the first few choices, including the chosen one */
  departments: Choice[];
  owners: Choice[];
};

const STATES = [
  { value: "open", label: "Open" },
  { value: "closed", label: "Closed" },
  { value: "all", label: "Open and closed" },
];

/** A plain GET form: every view of the list has its own address. */
export function InitiativeFilter({ area, department, owner, state, departments, owners }: Props) {
  const narrowed = area !== "" || department !== "" || owner !== "" || state !== "open";
  return (
    <search>
      <form
        action="/initiatives"
        className="mt-3 grid grid-cols-2 items-end gap-3 md:grid-cols-[repeat(4,minmax(0,200px))_auto_auto] md:justify-start print:hidden"
      >
        <SelectField
          id="area"
          name="area"
          label="Area"
          placeholder="All areas"
          options={AREAS.map((a) => ({ value: a.slug, label: a.name }))}
          defaultValue={area}
        />
        <ComboField
          id="department"
          name="department"
          label="Department"
          placeholder="All departments"
          source={{ of: "initiative-departments" }}
          chosen={departments.find(({ value }) => value === department) ?? null}
          few={departments}
        />
        <ComboField
          id="owner"
          name="owner"
          label="Owner"
          placeholder="Everybody"
          source={{ of: "initiative-owners" }}
          chosen={owners.find(({ value }) => value === owner) ?? null}
          few={owners}
        />
        <SelectField id="state" name="state" label="State" options={STATES} defaultValue={state} />
        <Button type="submit" className="md:h-8">
          Show
        </Button>
        {narrowed && (
          <ButtonLink href="/initiatives" className="md:h-8">
            Show all open
          </ButtonLink>
        )}
      </form>
    </search>
  );
}
