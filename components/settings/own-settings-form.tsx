"use client";

import { ActionForm } from "@/components/ui/action-form";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { HOURS } from "./hours";

export type OwnValues = { digest: string; digestHour: string; quietFrom: string; quietTo: string; singleKeys: boolean };

const DIGESTS = [
  { value: "workdays", label: "Monday to Friday" },
  { value: "daily", label: "Every day" },
  { value: "off", label: "Never" },
];
const NONE = { value: "", label: "none" };

/** The daily mail, quiet hours, and single keys. `zone`: time zone of the hours. */
export function OwnSettingsForm({ own, zone, action }: { own: OwnValues; zone: string; action: FormActionProp<null> }) {
  return (
    <ActionForm action={action} label="Save" about="digest and keys" done="Saved." className="mt-3 max-w-xl">
      {({ errors, values }) => (
        <>
          <div className="grid grid-cols-2 gap-3">
            <SelectField
              id="digest"
              name="digest"
              label="Digest by mail"
              error={errors.digest}
              options={DIGESTS}
              defaultValue={values.digest ?? own.digest}
            />
            <SelectField
              id="digestHour"
              name="digestHour"
              label="From"
              error={errors.digestHour}
              options={HOURS}
              defaultValue={values.digestHour ?? own.digestHour}
            />
            <SelectField
              id="quietFrom"
              name="quietFrom"
              label="Quiet hours from"
              error={errors.quietFrom}
              options={[NONE, ...HOURS]}
              defaultValue={values.quietFrom ?? own.quietFrom}
            />
            <SelectField
              id="quietTo"
              name="quietTo"
              label="to"
              error={errors.quietTo}
              options={[NONE, ...HOURS]}
              defaultValue={values.quietTo ?? own.quietTo}
            />
          </div>
          <p className="text-caption text-muted">
            Hours of {zone}. At most one mail a day: signals to answer, decisions, numbers due or late, and mentions. No mail is sent in
            quiet hours; a mail due then is sent when they end.
          </p>
          <label className="flex min-h-11 items-center gap-2 text-table md:min-h-8">
            <input type="checkbox" name="singleKeys" defaultChecked={own.singleKeys} className="size-4" />
            Use single letters as keys in lists, such as A for assign
          </label>
        </>
      )}
    </ActionForm>
  );
}
