"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { TextareaField } from "@/components/ui/textarea";
import { typedMention } from "@/lib/comments/mention-text";

type Person = { id: string; name: string };
type Props = { id: string; about: Record<string, string>; defaultValue: string; error?: string | undefined };

/** A comment field; after "@" it offers the people who may read the subject. Arrow keys choose, Enter or Tab accepts, Escape closes. */
export function MentionField({ id, about, defaultValue, error }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<{ from: number; query: string } | null>(null);
  const [people, setPeople] = useState<Person[]>([]);
  const [active, setActive] = useState(0);
  const listId = useId();
  const query = typed?.query ?? null;
  const subject = new URLSearchParams(about).toString();

  useEffect(() => {
    if (query === null) return setPeople([]);
    const stop = new AbortController();
    const wait = setTimeout(async () => {
      const answer = await fetch(`/api/mentions?${subject}&q=${encodeURIComponent(query)}`, { signal: stop.signal }).catch(() => null);
      const found: unknown = answer?.ok ? await answer.json().catch(() => []) : [];
      setPeople(Array.isArray(found) ? found : []);
      setActive(0);
    }, 120);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [query, subject]);

  const look = () => {
    const at = field.current;
    setTyped(at === null ? null : typedMention(at.value, at.selectionStart));
  };
  const take = (person: Person) => {
    const at = field.current;
    if (at === null || typed === null) return;
    at.setRangeText(`@${person.name} `, typed.from, at.selectionStart, "end");
    at.focus();
    setTyped(null);
  };
  const open = typed !== null && people.length > 0;
  const onKeyDown = (event: KeyboardEvent) => {
    const person = people[active];
    if (!open || !person || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") setTyped(null);
    else if (event.key === "ArrowDown") setActive((active + 1) % people.length);
    else if (event.key === "ArrowUp") setActive((active + people.length - 1) % people.length);
    else if (event.key === "Enter" || event.key === "Tab") take(person);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative">
      <TextareaField
        ref={field}
        id={id}
        name="body"
        label="Comment"
        hint="@ mentions a person, who is notified"
        required
        rows={2}
        maxLength={4000}
        defaultValue={defaultValue}
        error={error}
        aria-autocomplete="list"
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open ? `${listId}-${active}` : undefined}
        onInput={look}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
      />
      {open && (
        <div
          id={listId}
          role="listbox"
          aria-label="People who can read this"
          className="absolute z-10 mt-1 min-w-56 rounded border border-border bg-bg py-1"
        >
          {people.map((person, index) => (
            <div
              key={person.id}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onPointerDown={(event) => {
                event.preventDefault();
                take(person);
              }}
              className={`cursor-pointer px-3 py-2 text-table md:py-1 ${index === active ? "bg-surface font-medium" : ""}`}
            >
              {person.name}
            </div>
          ))}
        </div>
      )}
      <p role="status" className="sr-only">
        {open ? `${people.length} ${people.length === 1 ? "person" : "people"}. ${people[active]?.name ?? ""}` : ""}
      </p>
    </div>
  );
}
