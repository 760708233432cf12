"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import type { Choice } from "@/lib/platform/entities/choice";
import { Field } from "../field";
import { SelectField } from "../select";
import { Combobox } from "./combobox";
import type { Source } from "./use-offered";

const never = () => () => {};

type Props = {
  id: string;
  name: string;
  label: ReactNode;
  source: Source;
  /** initial choice; null: nothing */
  chosen: Choice | null;
  /** all choices without script, including the chosen one; only needed by forms that work without it */
  few?: readonly Choice[];
  /** the submitted value, if the server renders the form again without script */
  sent?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  required?: boolean;
  resets?: boolean;
  onChoose?: (choice: Choice | null) => void;
};

/** One person, KPI or department of many, found by typing. Without script it is a select of the first few. */
export function ComboField({ few, sent, ...props }: Props) {
  const alive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (alive) {
    const { id, label, hint, error, ...own } = props;
    return (
      <Field id={id} label={label} hint={hint} error={error}>
        <Combobox id={id} hint={hint !== undefined} error={error} {...own} />
      </Field>
    );
  }
  const { id, name, label, hint, error, chosen, placeholder, required } = props;
  const offered = few ?? (chosen === null ? [] : [chosen]);
  return (
    <SelectField
      id={id}
      name={name}
      label={label}
      hint={hint}
      error={error}
      required={required}
      placeholder={placeholder ?? "None"}
      options={offered
        .filter((choice) => choice.free || choice.value === chosen?.value)
        .map(({ value, label: word }) => ({ value, label: word }))}
      defaultValue={sent ?? chosen?.value ?? ""}
    />
  );
}
