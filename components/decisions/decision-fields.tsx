import type { ActionFormFields } from "@/components/ui/action-form";
import { ComboField } from "@/components/ui/combobox/combo-field";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import { AREAS } from "@/lib/areas";
import { OPTIONS } from "@/lib/decisions/words";
import type { Choice } from "@/lib/platform/entities/choice";

/** What is chosen at first of many, and the first few to choose from. */
export type Chosen = { chosen: Choice | null; few: readonly Choice[] };
/** `department`: left out where it stays in its own. */
export type Choices = { department?: Chosen; decider: Chosen };
type Props = Pick<ActionFormFields, "errors" | "values"> & Choices & { currency: string };

/** The fields of what is asked: the same for a new question and a changed one. */
export function DecisionFields({ errors, values, department, decider, currency }: Props) {
  const of = (name: string) => ({ id: name, name, defaultValue: values[name] ?? "", error: errors[name] });
  return (
    <>
      <InputField
        {...of("question")}
        label="Question"
        hint="A question that one of the options answers"
        required
        maxLength={200}
        autoComplete="off"
      />
      <TextareaField
        {...of("background")}
        label="Background"
        hint="Facts and figures, and what happens if nothing is decided"
        maxLength={2000}
      />
      <div className="grid items-start gap-3 md:grid-cols-2">
        <ComboField
          id="ownerId"
          name="ownerId"
          label="Who decides"
          hint="People who can sign in and have a role that decides"
          required
          placeholder="Type a name"
          source={{ of: "deciders" }}
          sent={values.ownerId}
          error={errors.ownerId}
          {...decider}
        />
        <InputField {...of("decideBy")} type="date" label="Decide by" required />
        <SelectField
          {...of("area")}
          label="Area"
          required
          placeholder="Choose an area"
          options={AREAS.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        {department !== undefined && (
          <ComboField
            id="departmentId"
            name="departmentId"
            label="Department"
            required
            placeholder="Type a department"
            source={{ of: "decision-departments" }}
            sent={values.departmentId}
            error={errors.departmentId}
            {...department}
          />
        )}
        <InputField {...of("atStake")} label={`At stake, ${currency}`} hint="Optional" numeric />
      </div>
      {OPTIONS.map((n) => {
        const fields = <OptionFields key={n} n={n} of={of} currency={currency} />;
        if (n <= 2) return fields;
        const isUsed = ["Title", "Detail", "Gain", "Odds", "Risk"].some(
          (part) => values[`option${n}${part}`] || errors[`option${n}${part}`],
        );
        return (
          <details key={n} open={isUsed} className="mt-2 border-t pt-1">
            <summary className="cursor-pointer py-2 text-table underline underline-offset-2">
              {n === 3 ? "A third option" : "A fourth option"}
            </summary>
            {fields}
          </details>
        );
      })}
    </>
  );
}

type OptionProps = {
  n: number;
  of: (name: string) => { id: string; name: string; defaultValue: string; error: string | undefined };
  currency: string;
};

function OptionFields({ n, of, currency }: OptionProps) {
  return (
    <fieldset className={n <= 2 ? "mt-2 grid gap-3 border-t pt-3" : "grid gap-3"}>
      <legend className="sr-only">Option {n}</legend>
      <InputField {...of(`option${n}Title`)} label={`Option ${n}`} required={n <= 2} maxLength={200} autoComplete="off" />
      <TextareaField {...of(`option${n}Detail`)} label="Arguments for it" maxLength={1000} rows={2} />
      <div className="grid items-start gap-3 md:grid-cols-[140px_100px_minmax(0,1fr)]">
        <InputField {...of(`option${n}Gain`)} label={`Gain, ${currency}`} numeric />
        <InputField {...of(`option${n}Odds`)} label="Probability, %" numeric />
        <InputField {...of(`option${n}Risk`)} label="Risk" maxLength={500} autoComplete="off" />
      </div>
    </fieldset>
  );
}
