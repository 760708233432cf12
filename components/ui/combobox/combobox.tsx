"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Choice } from "@/lib/platform/entities/choice";
import { controlClass, describe } from "../field";
import { Offers } from "./offers";
import { type Source, useOffered } from "./use-offered";

export type ComboboxProps = {
  id: string;
  name: string;
  source: Source;
  /** initial choice; null: nothing */
  chosen: Choice | null;
  placeholder?: string | undefined;
  required?: boolean | undefined;
  hint?: boolean;
  error?: string | undefined;
  /** called with the choice, and with null when it is cleared */
  onChoose?: ((choice: Choice | null) => void) | undefined;
  /** the form's reset clears it */
  resets?: boolean;
};

/**
 * A field that queries the server while typing (the editable combobox of the ARIA practices). Down or a click opens the list, up and down
 * move in it, Enter accepts, Escape closes it; the focus stays in the field. The form submits the id, or the typed text if nothing was
 * chosen, so that the server can report at this field that there is no such thing.
 */
export function Combobox({ id, name, source, chosen: first, placeholder, required, hint, error, onChoose, resets = false }: ComboboxProps) {
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState(first);
  const [text, setText] = useState(first?.label ?? "");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  // Enter pressed before the answer: fast typists get what they typed.
  const [entered, setEntered] = useState<string | null>(null);
  const typed = chosen === null ? text.trim() : "";
  const { choices, settled, failed } = useOffered(source, open ? typed : null);
  const active = choices[Math.min(at, choices.length - 1)];

  useEffect(() => {
    const form = field.current?.form;
    if (!resets || !form) return;
    const empty = () => {
      setChosen(first);
      setText(first?.label ?? "");
    };
    form.addEventListener("reset", empty);
    return () => form.removeEventListener("reset", empty);
  }, [resets, first]);

  const take = (choice: Choice | undefined) => {
    if (choice === undefined || !choice.free) return;
    setChosen(choice);
    setText(choice.label);
    setOpen(false);
    onChoose?.(choice);
  };
  const taken = useRef(take);
  taken.current = take;
  const waited = open && settled && entered === typed ? active : undefined;
  useEffect(() => {
    if (waited === undefined) return;
    setEntered(null);
    taken.current(waited);
  }, [waited]);

  const type = (value: string) => {
    setText(value);
    setEntered(null);
    setAt(0);
    setOpen(true);
    if (chosen === null) return;
    setChosen(null);
    onChoose?.(null);
  };
  const show = () => {
    setAt(0);
    setOpen(true);
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) {
      if (!open) show();
      else if (choices.length > 0) setAt((Math.min(at, choices.length - 1) + by + choices.length) % choices.length);
    } else if (open && event.key === "Enter") {
      if (settled) take(active);
      else setEntered(typed);
    } else if (open && event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
  }
  return (
    <div className="relative">
      <input type="hidden" name={name} value={chosen?.value ?? text.trim()} />
      <input
        ref={field}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        maxLength={80}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open && active ? `${listId}-${active.value}` : undefined}
        aria-required={required}
        placeholder={placeholder}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onClick={() => !open && show()}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className={clsx(controlClass)}
        {...describe(id, hint || undefined, error)}
      />
      {open && (
        <Offers
          id={listId}
          choices={choices}
          active={active?.value ?? null}
          settled={settled}
          failed={failed}
          onTake={take}
          onMove={setAt}
        />
      )}
    </div>
  );
}
