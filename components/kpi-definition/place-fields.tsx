"use client";

import { useId } from "react";
import { SelectField } from "@/components/ui/select";
import { AREAS } from "@/lib/areas";
import { type DefinitionDraft, perspectiveOf } from "@/lib/kpis/definition/draft";
import type { DefinitionOptions } from "@/lib/kpis/definition/queries";
import { PERSPECTIVES } from "@/lib/kpis/summary/scorecard";

const PERSPECTIVE_WORDS: Record<(typeof PERSPECTIVES)[number], string> = {
  delivery: "Delivery: is it in time",
  quality: "Quality: is it right",
  cost: "Cost: what does it take",
  volume: "Volume: how much is it",
  customer: "Customer: what do they say",
  people: "People: how are they",
};

type Props = { draft: DefinitionDraft; options: DefinitionOptions; each: boolean; onChange: (change: Partial<DefinitionDraft>) => void };

/** Department, owner, perspective, areas, and who may read it. */
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
          onChange={(e) => {
            const departmentId = e.currentTarget.value;
            const [only, another] = options.positions.filter((p) => p.departmentId === departmentId);
            onChange({ departmentId, positionId: only && !another ? only.id : "" });
          }}
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
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <SelectField
          id={`${id}-perspective`}
          label="Perspective"
          hint="its column in the comparison of departments"
          placeholder={`suggested: ${PERSPECTIVE_WORDS[perspectiveOf({ ...draft, perspective: "" })]}`}
          value={draft.perspective}
          options={PERSPECTIVES.map((value) => ({ value, label: PERSPECTIVE_WORDS[value] }))}
          onChange={(e) => onChange({ perspective: PERSPECTIVES.find((p) => p === e.currentTarget.value) ?? "" })}
        />
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
          Everybody who reads figures can read it
        </label>
      )}
    </>
  );
}
