import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import { AREAS, KINDS } from "@/lib/initiatives/words/words";
import type { Choice } from "@/lib/platform/entities/choice";

type Option = { value: string; label: string };
type Props = {
  errors: Readonly<Record<string, string>>;
  /** initial value of each field */
  values: Readonly<Record<string, string>>;
  /** initial department and owner */
  picked: { department: Choice | null; owner: Choice | null };
  /** their choices without script, if the form supports that */
  few?: { departments: Choice[]; owners: Choice[] };
  /** department and owner cannot be changed: the viewer may change the work, not hand it on */
  fixed?: boolean;
};

export const optionsOf = (pairs: readonly (readonly [string, string])[]): Option[] => pairs.map(([value, label]) => ({ value, label }));

/** Fields shared by the forms for a new and an existing initiative. */
export function InitiativeFields({ errors, values, picked, few, fixed = false }: Props) {
  const own = { errors, values };
  return (
    <>
      <InputField
        id="title"
        name="title"
        label="Title"
        hint="What will be different, in a few words"
        required
        maxLength={200}
        autoComplete="off"
        {...of("title", own)}
      />
      <TextareaField id="summary" name="summary" label="Why and how" maxLength={2000} {...of("summary", own)} />
      <div className="grid items-start gap-3 md:grid-cols-2">
        <SelectField
          id="area"
          name="area"
          label="Area"
          required
          placeholder="Choose an area"
          options={optionsOf(AREAS)}
          {...of("area", own)}
        />
        <SelectField
          id="kind"
          name="kind"
          label="Kind"
          required
          placeholder="Choose a kind"
          options={optionsOf(KINDS)}
          {...of("kind", own)}
        />
      </div>
      {fixed ? (
        <>
          <input type="hidden" name="departmentId" value={values.departmentId ?? ""} />
          <input type="hidden" name="ownerId" value={values.ownerId ?? ""} />
        </>
      ) : (
        <div className="grid items-start gap-3 md:grid-cols-2">
          <ComboField
            id="departmentId"
            name="departmentId"
            label="Department"
            required
            placeholder="Type a department"
            source={{ of: "assignable" }}
            chosen={picked.department}
            few={few?.departments ?? []}
            sent={values.departmentId}
            error={errors.departmentId}
          />
          <ComboField
            id="ownerId"
            name="ownerId"
            label="Owner"
            required
            placeholder="Type a name"
            source={{ of: "owners" }}
            chosen={picked.owner}
            few={few?.owners ?? []}
            sent={values.ownerId}
            error={errors.ownerId}
          />
        </div>
      )}
    </>
  );
}

/** Initial value and error of a field. */
export const of = (name: string, { errors, values }: Pick<Props, "errors" | "values">) => ({
  defaultValue: values[name] ?? "",
  error: errors[name],
});
