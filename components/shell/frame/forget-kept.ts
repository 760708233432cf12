import { forgetDrafts } from "@/components/numbers/drafts";
import { forgetRecent } from "@/components/palette/recent";

/** On the way out: what this browser kept of the palette, and numbers typed and not sent. */
export function forgetKept(): void {
  forgetRecent();
  forgetDrafts();
}
