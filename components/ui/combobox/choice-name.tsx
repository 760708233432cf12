"use client";

import { useEffect, useState } from "react";
import type { Choice } from "@/lib/platform/entities/choice";

/** The name for an id, requested when shown; `otherwise` until it is known, and if the viewer may not know it. */
export function ChoiceName({ of, id, known = [], otherwise }: { of: string; id: string; known?: readonly Choice[]; otherwise: string }) {
  const here = known.find(({ value }) => value === id)?.label;
  const [asked, setAsked] = useState<{ id: string; label: string } | null>(null);
  useEffect(() => {
    if (here !== undefined || id === "") return;
    const gone = new AbortController();
    fetch(`/api/choices?${new URLSearchParams({ of, id })}`, { signal: gone.signal })
      .then((answer): Promise<Choice[]> => (answer.ok ? answer.json() : Promise.resolve([])))
      .then(([found]) => found && setAsked({ id, label: found.label }))
      .catch(() => {}); // the sentence is complete without the name
    return () => gone.abort();
  }, [of, id, here]);
  return here ?? (asked?.id === id ? asked.label : otherwise);
}
