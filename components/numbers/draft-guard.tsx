"use client";

import { useEffect } from "react";
import { forgetDraftsOfOthers } from "./drafts";

/** On every page: what somebody else typed on this device and did not send is not kept in this person's session. */
export function DraftGuard({ personId }: { personId: string }) {
  useEffect(() => forgetDraftsOfOthers(personId), [personId]);
  return null;
}
