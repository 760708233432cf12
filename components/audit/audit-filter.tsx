import { Button, ButtonLink } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { AuditFilter as Filter } from "@/lib/audit-log/filter";
import { ACTION_WORDS } from "@/lib/audit-log/words";

/** A plain GET form: every view of the log has its own address. */
export function AuditFilter({ filter }: { filter: Filter }) {
  const actions = Object.entries(ACTION_WORDS).map(([value, label]) => ({ value, label }));
  const set = filter.person !== null || filter.action !== null || filter.subject !== null || filter.before !== null;
  return (
    <search>
      <form action="/audit" className="mt-3 grid items-end gap-3 md:grid-cols-[220px_220px_220px_auto_auto] md:justify-start">
        <InputField id="person" name="person" type="search" label="Who" maxLength={100} defaultValue={filter.person ?? ""} />
        <SelectField
          id="action"
          name="action"
          label="Action"
          placeholder="Any action"
          options={actions}
          defaultValue={filter.action ?? ""}
        />
        <InputField id="subject" name="subject" type="search" label="Object" maxLength={100} defaultValue={filter.subject ?? ""} />
        <Button type="submit" className="md:h-8">
          Show
        </Button>
        {set && (
          <ButtonLink href="/audit" className="md:h-8">
            Show all
          </ButtonLink>
        )}
      </form>
    </search>
  );
}
