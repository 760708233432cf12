"use client";

import { Command as Cmdk } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, startTransition, useRef, useState } from "react";
import { applyTheme } from "@/components/shell/theme";
import { Kbd } from "@/components/ui/kbd";
import { type FormActionProp, useActionForm } from "@/components/ui/use-action-form";
import { type Command, matchingCommands, type Pick } from "@/lib/search/command";
import { type Found, KIND_WORDS } from "@/lib/search/schema";
import { forgetRecent, recentOf, rememberRecent } from "./recent";
import { useSearch } from "./use-search";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; personId: string; signOutAction: FormActionProp<null> };

/** Commands shown above objects while something is typed. */
const COMMANDS_SHOWN = 5;

/** Every page, object and verb the viewer may use, by a few letters. */
export function Palette({ open, onOpenChange, personId, signOutAction }: Props) {
  const router = useRouter();
  const [q, setQ] = useState("");
  const [pick, setPick] = useState<(Pick & { label: string }) | null>(null);
  const opened = useRef<string[]>([]);
  if (open && opened.current.length === 0) opened.current = recentOf(personId);
  const { found, commands, recent, busy, failed } = useSearch({ open, q, recent: opened.current, pick });
  const signOut = useActionForm(signOutAction);

  function close() {
    onOpenChange(false);
    setQ("");
    setPick(null);
    opened.current = [];
  }
  function go(href: string) {
    close();
    router.push(href);
  }
  function openFound(item: Found) {
    rememberRecent(personId, item.kind, item.id);
    go(`${item.href}${pick?.at ?? ""}`);
  }
  function choose(command: Command) {
    if (command.pick) {
      setPick({ ...command.pick, label: command.label });
      setQ("");
      return;
    }
    if (command.href !== undefined) return go(command.href);
    close();
    if (command.run === "print") return void setTimeout(() => window.print(), 100); // once the palette is off the page
    if (command.run === "sign-out") {
      forgetRecent();
      return startTransition(() => signOut.submit(new FormData()));
    }
    if (command.run === "theme-light") applyTheme("light");
    if (command.run === "theme-dark") applyTheme("dark");
    if (command.run === "theme-system") applyTheme("system");
  }

  const typed = q.trim() !== "";
  const offered = pick ? [] : matchingCommands(commands, q).slice(0, typed ? COMMANDS_SHOWN : undefined);
  const groups = [...new Set(found.map(({ kind }) => kind))].map((kind) => ({ kind, items: found.filter((item) => item.kind === kind) }));
  const nothing = offered.length === 0 && groups.length === 0 && !busy && (typed || pick !== null);
  const verbs = (["Do", "Go to"] as const).map((group) => {
    const items = offered.filter((command) => command.group === group);
    return (
      items.length > 0 && (
        <Group key={group} heading={group}>
          {items.map((command) => (
            <Item
              key={command.id}
              value={`command ${command.id}`}
              onSelect={() => choose(command)}
              name={command.label}
              hint={command.hint}
            />
          ))}
        </Group>
      )
    );
  });
  const objects = groups.map(({ kind, items }) => (
    <Group key={kind} heading={KIND_WORDS[kind]}>
      {items.map((item) => (
        <FoundItem key={item.id} item={item} onSelect={() => openFound(item)} />
      ))}
    </Group>
  ));
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Radix.Portal>
        {/* Not Radix.Overlay: that locks scrolling with a style element, which the content security policy refuses. */}
        <div className="fixed inset-0 z-20 bg-scrim print:hidden" />
        <Radix.Content
          aria-describedby={undefined}
          onEscapeKeyDown={(event) => {
            if (!pick) return;
            event.preventDefault(); // back to everything first
            setPick(null);
            setQ("");
          }}
          className="fixed inset-x-3 top-3 z-30 mx-auto max-w-xl rounded border border-border bg-bg text-fg md:top-20 print:hidden"
        >
          <Radix.Title className="sr-only">Go to or do</Radix.Title>
          <Cmdk label="Go to or do" shouldFilter={false} loop>
            <div className="flex items-center gap-2 border-b px-3">
              {pick && <span className="rounded bg-grid px-1.5 py-0.5 text-caption whitespace-nowrap">{pick.label.replace("…", "")}</span>}
              <Cmdk.Input
                value={q}
                onValueChange={setQ}
                autoFocus
                placeholder={pick?.ask ?? "A page, a KPI, a department, something to do"}
                onKeyDown={(event) => {
                  if (event.key === "Backspace" && q === "" && pick) setPick(null);
                }}
                className="h-12 min-w-0 flex-1 bg-transparent text-verdict outline-none placeholder:text-muted"
              />
            </div>
            <Cmdk.List label="What was found" className="max-h-[min(60dvh,480px)] overflow-y-auto overscroll-contain p-1.5">
              {!typed && !pick && recent.length > 0 && (
                <Group heading="Opened last">
                  {recent.map((item) => (
                    <FoundItem key={item.id} item={item} prefix="recent" onSelect={() => openFound(item)} />
                  ))}
                </Group>
              )}
              {/\d/.test(q) ? [objects, verbs] : [verbs, objects]}
            </Cmdk.List>
            <p role="status" className="px-3 text-table text-muted not-empty:py-2">
              {failed
                ? "The search does not answer at the moment. Try again shortly."
                : nothing
                  ? "Nothing you may see is called that."
                  : ""}
            </p>
          </Cmdk>
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
      </Radix.Portal>
    </Radix.Root>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Cmdk.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Cmdk.Group>
  );
}

type ItemProps = { value: string; onSelect: () => void; name: string; code?: string; hint?: string | undefined };

function Item({ value, onSelect, name, code, hint }: ItemProps) {
  return (
    <Cmdk.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded px-2 text-body data-[selected=true]:bg-grid md:min-h-8"
    >
      {code !== undefined && code !== "" && <span className="min-w-14 text-caption whitespace-nowrap text-muted">{code}</span>}
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {hint !== undefined && hint !== "" && <span className="max-w-[45%] truncate text-caption text-muted">{hint}</span>}
    </Cmdk.Item>
  );
}

function FoundItem({ item, prefix = "found", onSelect }: { item: Found; prefix?: string; onSelect: () => void }) {
  return <Item value={`${prefix} ${item.kind} ${item.id}`} onSelect={onSelect} name={item.name} code={item.code} hint={item.hint} />;
}
