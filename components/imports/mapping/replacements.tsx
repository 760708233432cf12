"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { controlClass } from "@/components/ui/field";

type Props = {
  title: string;
  values: Readonly<Record<string, string>>;
  /** Values of the column as written, suggested while typing. */
  examples: readonly string[];
  /** Set if these are the only possible values. */
  choices?: readonly string[];
  onChange: (values: Record<string, string>) => void;
};

/** Replacements for whole cell values: "0" for "Reseller". Other values stay as written. */
export function Replacements({ title, values, examples, choices, onChange }: Props) {
  const id = useId();
  const [written, setWritten] = useState("");
  const [meant, setMeant] = useState("");
  const add = () => {
    onChange({ ...values, [written]: meant });
    setWritten("");
    setMeant("");
  };
  return (
    <fieldset className="grid gap-1">
      <legend className="text-caption text-muted">Replace values</legend>
      <ul className="grid gap-1 empty:hidden">
        {Object.entries(values).map(([from, to]) => (
          <li key={from} className="flex items-center gap-2 text-table">
            <span>
              ‘{from}’ is read as ‘{to}’
            </span>
            <button
              type="button"
              className="cursor-pointer text-caption text-muted underline underline-offset-2"
              onClick={() => {
                const { [from]: _, ...others } = values;
                onChange(others);
              }}
            >
              Remove<span className="sr-only"> {from}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] gap-2">
        <input
          aria-label={`${title}: as written`}
          placeholder="as written"
          className={controlClass}
          list={`${id}-written`}
          value={written}
          maxLength={200}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        <datalist id={`${id}-written`}>
          {examples
            .filter((value) => !Object.hasOwn(values, value))
            .map((value) => (
              <option key={value} value={value} />
            ))}
        </datalist>
        {choices === undefined ? (
          <input
            aria-label={`${title}: read as`}
            placeholder="read as"
            className={controlClass}
            value={meant}
            maxLength={200}
            onChange={(event) => setMeant(event.currentTarget.value)}
          />
        ) : (
          <select
            aria-label={`${title}: read as`}
            className={controlClass}
            value={meant}
            onChange={(event) => setMeant(event.currentTarget.value)}
          >
            <option value="">read as</option>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice.replaceAll("_", " ")}
              </option>
            ))}
          </select>
        )}
        <Button disabled={written === "" || meant === ""} onClick={add}>
          Add
        </Button>
      </div>
    </fieldset>
  );
}
