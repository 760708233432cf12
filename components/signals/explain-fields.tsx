"use client";

import { useId, useRef, useState } from "react";
import type { ActionFormFields } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import { CAUSES, causeWord } from "@/lib/signals/answers/causes";
import type { Explaining } from "@/lib/signals/answers/explaining";
import { CauseChips } from "./cause-chips";

type Props = Pick<ActionFormFields, "errors" | "values"> & {
  /** null until it has loaded */
  explaining: Explaining | null;
};

const LONGEST = 2_000;

/** The cause and the action, wherever a signal is explained. The last explanation is one click away. */
export function ExplainFields({ errors, values, explaining }: Props) {
  const id = useId();
  const [cause, setCause] = useState(values.cause ?? "");
  const [text, setText] = useState(values.text ?? "");
  const [taken, setTaken] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const last = explaining?.last ?? null;
  const people = explaining?.people ?? [];

  function takeOver() {
    if (last === null) return;
    if (CAUSES.some(([key]) => key === last.cause)) setCause(last.cause);
    // Existing text stays below it.
    setText((before) =>
      [last.text, before]
        .filter((part) => part.trim() !== "")
        .join("\n")
        .slice(0, LONGEST),
    );
    setTaken(true);
    field.current?.focus();
  }

  return (
    <>
      <CauseChips id={`${id}-cause`} value={cause} onChoose={setCause} error={errors.cause} />
      {last !== null && (
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2 border-l-2 border-border pl-3 text-table">
          <p className="min-w-0 flex-1 basis-48 break-words">
            <span className="text-muted">
              Last time{last.by === null ? "" : `, ${last.by}`}: {causeWord(last.cause)}.
            </span>{" "}
            {last.text}
          </p>
          <Button onClick={takeOver} disabled={taken}>
            {taken ? "Copied" : "Copy last explanation"}
          </Button>
          <span role="status" className="sr-only">
            {taken ? "The last cause and explanation are filled in. Change what is different." : ""}
          </span>
        </div>
      )}
      <TextareaField
        ref={field}
        id={`${id}-text`}
        name="text"
        label="What happened, and why"
        {...(taken && { hint: "Copied from last time. Change what is different." })}
        required
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={errors.text}
      />
      <InputField
        id={`${id}-action`}
        name="actionTitle"
        label="Action"
        hint="Optional. It becomes an action of the person who does it."
        maxLength={200}
        autoComplete="off"
        defaultValue={values.actionTitle ?? ""}
        error={errors.actionTitle}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        {people.length > 1 && (
          <SelectField
            id={`${id}-owner`}
            name="actionOwnerId"
            label="Person"
            options={people}
            defaultValue={values.actionOwnerId ?? people[0]?.value ?? ""}
            error={errors.actionOwnerId}
          />
        )}
        <InputField
          id={`${id}-due`}
          name="actionDueOn"
          type="date"
          label="Due"
          defaultValue={values.actionDueOn ?? ""}
          error={errors.actionDueOn}
        />
      </div>
    </>
  );
}
