"use client";

import { useEffect } from "react";
import { forgetDraftsOfOthers } from "./drafts";

/** On every page: removes unsent input that somebody else left on this device. */
export function DraftGuard({ personId }: { personId: string }) {
  useEffect(() => forgetDraftsOfOthers(personId), [personId]);
  return null;
}
