import { Button, ButtonLink } from "@/components/ui/button";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import type { Choice } from "@/lib/platform/entities/choice";

type Props = { q: string; departmentId: string | null; departments: readonly Choice[] };

/** A plain GET form: every view of the directory has its own address. */
export function PeopleFilter({ q, departmentId, departments }: Props) {
  return (
    <search>
      <form action="/settings/people" className="mt-3 grid items-end gap-3 md:grid-cols-[260px_260px_auto_auto] md:justify-start">
        <InputField id="q" name="q" type="search" label="Name, job title, e-mail or number" maxLength={100} defaultValue={q} />
        <ComboField
          id="department"
          name="department"
          label="Department"
          placeholder="All departments"
          source={{ of: "access-read" }}
          chosen={departments.find(({ value }) => value === departmentId) ?? null}
          few={departments}
        />
        <Button type="submit" className="md:h-8">
          Show
        </Button>
        {(q !== "" || departmentId !== null) && (
          <ButtonLink href="/settings/people" className="md:h-8">
            Show all
          </ButtonLink>
        )}
      </form>
    </search>
  );
}
