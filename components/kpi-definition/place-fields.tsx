"use client";

import { useId } from "react";
import { SelectField } from "@/components/ui/select";
import { AREAS } from "@/lib/areas";
import type { DefinitionDraft } from "@/lib/kpis/definition/draft";
import type { DefinitionOptions } from "@/lib/kpis/definition/queries";

type Props = { draft: DefinitionDraft; options: DefinitionOptions; each: boolean; onChange: (change: Partial<DefinitionDraft>) => void };

/** Department, owner, areas, and who may read it. */
export function PlaceFields({ draft, options, each, onChange }: Props) {
  const id = useId();
  const seats = options.positions.filter((p) => p.departmentId === draft.departmentId);
  return (
    <>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <SelectField
          id={`${id}-department`}
          label="Department"
          placeholder="choose"
          value={draft.departmentId}
          options={[
            ...(each ? [{ value: "each", label: "each that has such records: one KPI per department" }] : []),
            ...options.departments.map((d) => ({ value: d.id, label: d.name })),
          ]}
          onChange={(e) => onChange({ departmentId: e.currentTarget.value, positionId: "" })}
        />
        {draft.departmentId !== "each" && (
          <SelectField
            id={`${id}-position`}
            label="Owned by the position"
            placeholder={seats.length === 0 ? "none in this department" : "nobody yet"}
            value={draft.positionId}
            options={seats.map((s) => ({ value: s.id, label: s.holder === null ? `${s.title} (vacant)` : `${s.title}, ${s.holder}` }))}
            onChange={(e) => onChange({ positionId: e.currentTarget.value })}
          />
        )}
      </div>
      <fieldset>
        <legend className="text-caption text-muted">Areas it is shown in</legend>
        <div className="flex flex-wrap gap-x-4">
          {AREAS.map((area) => (
            <label key={area.slug} className="flex min-h-11 items-center gap-1.5 text-table md:min-h-8">
              <input
                type="checkbox"
                className="size-4 accent-fg"
                checked={draft.areas.includes(area.slug)}
                onChange={() =>
                  onChange({
                    areas: draft.areas.includes(area.slug) ? draft.areas.filter((a) => a !== area.slug) : [...draft.areas, area.slug],
                  })
                }
              />
              {area.name}
            </label>
          ))}
        </div>
      </fieldset>
      {options.everything && (
        <label className="flex min-h-11 items-center gap-1.5 text-table md:min-h-8">
          <input
            type="checkbox"
            className="size-4 accent-fg"
            checked={draft.companyWide}
            onChange={() => onChange({ companyWide: !draft.companyWide })}
          />
          Everybody who reads figures may read it
        </label>
      )}
    </>
  );
}
