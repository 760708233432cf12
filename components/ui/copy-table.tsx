"use client";

import { useRef, useState } from "react";
import { tabSeparated } from "@/lib/tables/tab-separated";
import { Button } from "./button";

/** Copies the table of its section, with its header, in a form for spreadsheets; and confirms it. */
export function CopyTable() {
  const button = useRef<HTMLButtonElement>(null);
  const [said, say] = useState("");
  async function copy() {
    const table = button.current?.closest("section")?.querySelector("table");
    if (!table) return;
    const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent ?? ""));
    const copied = await copyText(tabSeparated(rows));
    say(copied ? `Copied ${rows.length - 1} rows.` : "Your browser does not allow copying.");
  }
  return (
    <span className="inline-flex items-center print:hidden">
      <span role="status" className="text-caption text-muted not-empty:mr-2">
        {said}
      </span>
      <Button ref={button} onClick={copy}>
        Copy table
      </Button>
    </span>
  );
}

/** Copies the address of something on this site to the clipboard. `path` as in "/kpis/1?point=2014-05-01". */
export function CopyLink({ path, label = "Copy link" }: { path: string; label?: string }) {
  const [said, say] = useState("");
  return (
    <span className="inline-flex items-center gap-2 print:hidden">
      <Button
        onClick={async () => say((await copyText(new URL(path, location.href).href)) ? "Copied." : "Your browser does not allow copying.")}
      >
        {label}
      </Button>
      <span role="status" className="text-caption text-muted">
        {said}
      </span>
    </span>
  );
}

/** Browsers block the clipboard on pages that are not served securely; the old way still works there. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr-only";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
