import { forgetDrafts } from "@/components/numbers/drafts";
import { forgetRecent } from "@/components/palette/recent";

/** At sign-out: removes what this browser stored of the palette, and unsent numbers. */
export function forgetKept(): void {
  forgetRecent();
  forgetDrafts();
}
