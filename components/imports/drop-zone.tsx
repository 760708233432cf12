"use client";

import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { type DragEvent, useId, useRef, useState } from "react";
import { z } from "zod";

type Sent = { name: string; state: "waiting" | "sending" | "done" | "refused"; message: string };
const Answer = z.union([
  z.strictObject({ id: z.string() }),
  z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);

/** Sends one file as the body of a request. Returns its id, or the sentence why it was refused. */
async function send(file: File): Promise<{ id: string } | { message: string }> {
  try {
    const response = await fetch("/api/uploads", {
      method: "POST",
      body: file,
      headers: { "x-file-name": encodeURIComponent(file.name), "content-type": "application/octet-stream" },
    });
    const answer = Answer.safeParse(await response.json());
    if (!answer.success) return { message: "The file could not be uploaded. Try again." };
    return "id" in answer.data ? { id: answer.data.id } : { message: answer.data.error.message };
  } catch {
    return { message: "The file could not be uploaded: the connection was lost. Try again." };
  }
}

/** An area to drop files on, and a button to choose them. One file opens at once; several become a list. */
export function DropZone() {
  const id = useId();
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [files, setFiles] = useState<Sent[]>([]);
  const busy = files.some((f) => f.state === "waiting" || f.state === "sending");

  async function take(list: FileList | null) {
    const chosen = [...(list ?? [])];
    if (chosen.length === 0 || busy) return;
    const note = (at: number, change: Partial<Sent>) => setFiles((before) => before.map((f, i) => (i === at ? { ...f, ...change } : f)));
    setFiles(chosen.map((file) => ({ name: file.name, state: "waiting", message: "" })));
    let last: string | null = null;
    for (const [at, file] of chosen.entries()) {
      note(at, { state: "sending" });
      const answer = await send(file);
      if ("id" in answer) last = answer.id;
      note(at, "id" in answer ? { state: "done" } : { state: "refused", message: answer.message });
    }
    if (input.current) input.current.value = "";
    if (chosen.length === 1 && last !== null) router.push(`/data/uploads/${last}`);
    else router.refresh();
  }
  const onDrag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };

  return (
    <div className="grid gap-2 py-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the file field inside is everybody's */}
      <div
        onDragOver={(event) => onDrag(event, true)}
        onDragLeave={(event) => onDrag(event, false)}
        onDrop={(event) => {
          onDrag(event, false);
          void take(event.dataTransfer.files);
        }}
        className={clsx("grid justify-items-start gap-2 rounded border border-dashed p-4", over ? "border-fg bg-surface" : "border-border")}
      >
        <label htmlFor={id} className="text-table font-medium">
          Drop files here, or choose them
        </label>
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          disabled={busy}
          accept=".csv,.txt,.tsv,.gz,text/csv,text/plain,text/tab-separated-values"
          onChange={(event) => void take(event.currentTarget.files)}
          aria-describedby={`${id}-hint`}
          className="max-w-full text-table file:mr-3 file:h-11 file:cursor-pointer file:rounded file:border file:border-solid file:border-border file:bg-bg file:px-3 file:text-fg md:file:h-8"
        />
        <p id={`${id}-hint`} className="text-caption text-muted">
          CSV or text, plain or gzipped. Nothing is written before you see what would change.
        </p>
      </div>
      <ul aria-live="polite" className="grid gap-1 text-table empty:hidden">
        {files.map((file, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
          <li key={at}>
            <span className="font-medium">{file.name}</span>{" "}
            <span className={file.state === "refused" ? "text-bad" : "text-muted"}>
              {{ waiting: "waits", sending: "uploading", done: "uploaded", refused: file.message }[file.state]}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
