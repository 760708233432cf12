"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import type { FormActionProp } from "@/components/ui/use-action-form";

// Loaded on first use: a dashboard does not wait for it.
const Palette = dynamic(() => import("./palette").then((file) => file.Palette), { ssr: false });

type Props = { personId: string; signOutAction: FormActionProp<null> };

/** Opens the palette: Ctrl or Cmd with K from anywhere, or a click. Without script it links to the search page. */
export function PaletteButton({ personId, signOutAction }: Props) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const show = () => {
    setWanted(true);
    setOpen(true);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setWanted(true);
      setOpen((before) => !before);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <a
        href="/search"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as for any link
          event.preventDefault();
          show();
        }}
        className="flex h-7 w-50 items-center gap-1 rounded border bg-surface px-2 text-muted hover:border-border max-lg:w-auto max-md:hidden print:hidden"
      >
        <span className="flex-1 whitespace-nowrap">Search or command…</span>
        <span className="flex gap-1 max-lg:hidden" aria-hidden="true">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </a>
      {wanted && <Palette open={open} onOpenChange={setOpen} personId={personId} signOutAction={signOutAction} />}
    </>
  );
}
