"use client";

import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { startTransition, useId, useRef, useState } from "react";
import { forgetKept } from "@/components/shell/frame/forget-kept";
import { applyTheme } from "@/components/shell/frame/theme";
import { Kbd } from "@/components/ui/kbd";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { type Command, matchingCommands, type Pick } from "@/lib/search/command";
import type { Found } from "@/lib/search/schema";
import { lineOf, Option, OptionGroup, optionId } from "./options";
import { recentOf, rememberRecent } from "./recent";
import { useChoice } from "./use-choice";
import { useFound, useOffered } from "./use-search";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; personId: string; signOutAction: FormActionProp<null> };
type Asking = Pick & { label: string };

/** Commands shown above objects while something is typed. */
const COMMANDS_SHOWN = 5;

/** Every page, object and action the viewer may use, by a few letters. */
export function Palette({ open, onOpenChange, personId, signOutAction }: Props) {
  const router = useRouter();
  const signOut = useActionForm(signOutAction);
  const refs = useRef({ of: false, list: "" });
  if (refs.current.of !== open) refs.current = { of: open, list: open ? recentOf(personId).join(",") : "" };
  const offered = useOffered(open, refs.current.list);

  function go(href: string) {
    onOpenChange(false);
    router.push(href);
  }
  function run(command: Command) {
    if (command.href !== undefined) return go(command.href);
    onOpenChange(false);
    if (command.run === "print") return void setTimeout(() => window.print(), 100); // after the palette has closed
    if (command.run === "sign-out") {
      forgetKept();
      return startTransition(() => signOut.submit(new FormData()));
    }
    if (command.run === "theme-light") applyTheme("light");
    if (command.run === "theme-dark") applyTheme("dark");
    if (command.run === "theme-system") applyTheme("system");
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* Not Radix.Overlay: it locks scrolling with a style element, which the content security policy forbids. */}
        <div className="fixed inset-0 z-20 bg-scrim print:hidden" />
        <Inside
          {...offered}
          onOpenFound={(item, at) => {
            rememberRecent(personId, item.kind, item.id);
            go(`${item.href}${at}`);
          }}
          onRun={run}
        />
      </Radix.Portal>
    </Radix.Root>
  );
}

type InsideProps = ReturnType<typeof useOffered> & { onOpenFound: (item: Found, at: string) => void; onRun: (command: Command) => void };

/** The content while it is open: a new instance at every opening. */
function Inside({ commands, recent, known, failed, onOpenFound, onRun }: InsideProps) {
  const [q, setQ] = useState("");
  const [pick, setPick] = useState<Asking | null>(null);
  const search = useFound({ q, pick });
  const id = useId();
  const typed = q.trim() !== "";

  const start = (next: Asking | null) => {
    setPick(next);
    setQ("");
  };
  const verbs = (pick ? [] : matchingCommands(commands, q).slice(0, typed ? COMMANDS_SHOWN : undefined)).map((command) => ({
    command,
    value: `command ${command.id}`,
    run: () => (command.pick ? start({ ...command.pick, label: command.label }) : onRun(command)),
  }));
  const object = (prefix: "recent" | "found") => (item: Found) => ({
    item,
    value: lineOf(item, prefix),
    run: () => onOpenFound(item, pick?.at ?? ""),
  });
  const kinds = [...new Set(search.found.map(({ kind }) => kind))];
  const objects = kinds.flatMap((kind) => search.found.filter((item) => item.kind === kind)).map(object("found"));
  const last = typed || pick ? [] : recent.map(object("recent"));
  // Codes have digits, and somebody who types one means the object.
  const objectsFirst = /\d/.test(q);
  const groups = (["Commands", "Go to"] as const).map((group) => ({
    group,
    lines: verbs.filter(({ command }) => command.group === group),
  }));
  const listed = groups.flatMap(({ lines }) => lines);
  const choice = useChoice({
    choices: [...last, ...(objectsFirst ? [...objects, ...listed] : [...listed, ...objects])],
    typed: `${pick?.label ?? ""} ${q}`,
    unsettled: typed && ((!known && !failed && pick === null) || (search.busy && (objectsFirst || listed.length === 0))),
  });
  const of = { id, chosen: choice.chosen, moveTo: choice.moveTo };
  const nothing = known && listed.length === 0 && objects.length === 0 && !search.busy && (typed || pick !== null);

  const verbGroups = groups.map(
    ({ group, lines }) =>
      lines.length > 0 && (
        <OptionGroup key={group} heading={group}>
          {lines.map(({ command, value, run }) => (
            <Option key={value} of={of} value={value} onSelect={run} name={command.label} hint={command.hint} />
          ))}
        </OptionGroup>
      ),
  );
  const found = (lines: ReturnType<ReturnType<typeof object>>[]) =>
    lines.map(({ item, value, run }) => (
      <Option key={value} of={of} value={value} onSelect={run} name={item.name} code={item.code} hint={item.hint} />
    ));
  const objectGroups = kinds.map((kind) => {
    const own = objects.filter(({ item }) => item.kind === kind);
    return (
      <OptionGroup key={kind} heading={own[0]?.item.heading ?? ""}>
        {found(own)}
      </OptionGroup>
    );
  });
  return (
    <Radix.Content
      aria-describedby={undefined}
      onEscapeKeyDown={(event) => {
        if (!pick) return;
        event.preventDefault(); // first back to the full list
        start(null);
      }}
      className="fixed inset-x-3 top-3 z-30 mx-auto max-w-xl rounded border border-border bg-bg text-fg md:top-20 print:hidden"
    >
      <Radix.Title className="sr-only">Search or command</Radix.Title>
      <div className="flex items-center gap-2 border-b px-3">
        {pick && <span className="rounded bg-grid px-1.5 py-0.5 text-caption whitespace-nowrap">{pick.label.replace("…", "")}</span>}
        <input
          type="text"
          role="combobox"
          aria-label="Search or command"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={choice.chosen === null ? undefined : optionId(id, choice.chosen)}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          value={q}
          onChange={(event) => setQ(event.target.value)}
          placeholder={pick?.ask ?? "A page, a KPI, a department or a command"}
          onKeyDown={(event) => {
            if (event.key === "Backspace" && q === "" && pick) start(null);
            else choice.onKeyDown(event);
          }}
          className="h-12 min-w-0 flex-1 bg-transparent text-verdict outline-none placeholder:text-muted"
        />
      </div>
      <div
        ref={choice.list}
        role="listbox"
        id={id}
        aria-label="Results"
        className="max-h-[min(60dvh,480px)] overflow-y-auto overscroll-contain p-1.5"
      >
        {last.length > 0 && <OptionGroup heading="Opened last">{found(last)}</OptionGroup>}
        {objectsFirst ? [objectGroups, verbGroups] : [verbGroups, objectGroups]}
      </div>
      <p role="status" className="px-3 text-table text-muted not-empty:py-2">
        {failed || search.failed
          ? "Search is not available at the moment. Try again shortly."
          : nothing
            ? "No results."
            : choice.waiting
              ? "Searching. The result opens when it is found."
              : ""}
      </p>
      <p className="flex gap-4 border-t px-3 py-2 text-caption text-muted max-md:hidden">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> move
        </span>
        <span>
          <Kbd>Enter</Kbd> open
        </span>
        <span>
          <Kbd>Esc</Kbd> {pick ? "back" : "close"}
        </span>
      </p>
    </Radix.Content>
  );
}
