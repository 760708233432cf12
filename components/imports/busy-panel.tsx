"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { VerbForm } from "@/components/people/forms/verb-form";
import type { FormActionProp } from "@/components/ui/use-action-form";
import { isBusy, progressText, type UploadStatus } from "@/lib/imports/uploads/state";

type Props<T> = { uploadId: string; status: UploadStatus; rows: number | null; cancel: FormActionProp<T> };
const AGAIN_MS = 700;

/** While a job works on a file: its progress, polled until it ends, and a button to stop it. */
export function BusyPanel<T>({ uploadId, status: first, rows, cancel }: Props<T>) {
  const router = useRouter();
  const [status, setStatus] = useState(first);
  useEffect(() => {
    let ended = false;
    const ask = async () => {
      try {
        const response = await fetch(`/api/uploads/${uploadId}`, { cache: "no-store" });
        if (response.ok && !ended) {
          const now: UploadStatus = await response.json();
          setStatus(now);
          if (!isBusy(now.state)) {
            ended = true;
            router.refresh();
          }
        }
      } catch {
        // polled below: the connection may come back
      }
      if (!ended) timer = setTimeout(ask, AGAIN_MS);
    };
    let timer = setTimeout(ask, AGAIN_MS);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [uploadId, router]);

  const share = rows !== null && rows > 0 && status.progress !== null ? Math.min(1, status.progress.rows / rows) : null;
  return (
    <div className="grid max-w-xl gap-2 py-3">
      <p role="status" className="text-table">
        {status.cancelAsked
          ? "Stopping; nothing will be written."
          : `${status.state === "checking" ? "Checking; nothing is written. " : ""}${progressText(status.progress, rows)}`}
      </p>
      <progress className="h-2 w-full accent-fg" {...(share !== null && { value: share, max: 1 })} aria-label="Progress" />
      {!status.cancelAsked && <VerbForm action={cancel} fields={{ uploadId }} label="Stop" />}
    </div>
  );
}
