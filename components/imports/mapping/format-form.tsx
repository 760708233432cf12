"use client";

import { useId, useState } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import type { FormActionProp } from "@/components/ui/use-action-form";
import type { Format } from "@/lib/tables/read/detect";
import type { FileFormat } from "@/lib/tables/read/format";

const CHOICES = {
  delimiter: { label: "Delimiter", words: { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" } },
  encoding: {
    label: "Characters",
    words: {
      "utf-8": "Unicode (UTF-8)",
      "windows-1252": "Western European (Windows)",
      "utf-16le": "Unicode (UTF-16)",
      "utf-16be": "Unicode (UTF-16, big end first)",
    },
  },
  decimal: { label: "Decimal sign", words: { ".": "point: 1,234.5", ",": "comma: 1.234,5" } },
  dates: {
    label: "Date format",
    words: { iso: "year first", dmy: "day first: 31/12/2024", mdy: "month first: 12/31/2024" },
  },
} as const;
const NAMES = ["delimiter", "encoding", "decimal", "dates"] as const;

type Props<T> = { uploadId: string; format: FileFormat; detected: Format | null; action: FormActionProp<T> };

/** How the file is written: the detected format, and fields to correct it. */
export function FormatForm<T>({ uploadId, format, detected, action }: Props<T>) {
  const id = useId();
  const [chosen, setChosen] = useState<Record<string, string>>(() => ({
    ...Object.fromEntries(NAMES.flatMap((name) => (format[name] === undefined ? [] : [[name, format[name]]]))),
    ...(format.headingRow !== undefined && { headingRow: String(format.headingRow) }),
  }));
  const { headingRow, ...rest } = chosen;
  const sent = {
    ...Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== "")),
    ...(/^\d+$/.test(headingRow ?? "") && { headingRow: Number(headingRow) }),
  };
  return (
    <ActionForm action={action} hidden={{ uploadId, format: JSON.stringify(sent) }} label="Apply" tone="plain" done="" className="py-3">
      {() => (
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
          {NAMES.map((name) => {
            const { label, words } = CHOICES[name];
            const found = detected === null ? undefined : Object.entries(words).find(([value]) => value === detected[name])?.[1];
            return (
              <SelectField
                key={name}
                id={`${id}-${name}`}
                label={label}
                placeholder={found === undefined ? "as detected" : format[name] === undefined ? `detected: ${found}` : "as detected"}
                options={Object.entries(words).map(([value, text]) => ({ value, label: text }))}
                value={chosen[name] ?? ""}
                onChange={(event) => setChosen({ ...chosen, [name]: event.currentTarget.value })}
              />
            );
          })}
          <InputField
            id={`${id}-heading`}
            label="Heading row"
            type="number"
            min={1}
            max={50}
            value={headingRow ?? String(detected?.headingRow ?? 1)}
            onChange={(event) => setChosen({ ...chosen, headingRow: event.currentTarget.value })}
          />
        </div>
      )}
    </ActionForm>
  );
}
