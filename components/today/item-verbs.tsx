import { ButtonLink } from "@/components/ui/button";
import type { TodayItem } from "@/lib/today/view";

/** placeholder until the verbs of signals are there */
export function ItemVerbs({ item }: { item: TodayItem }) {
  switch (item.kind) {
    case "proposal":
      return (
        <ButtonLink href={item.href} keyHint="D">
          Decide
        </ButtonLink>
      );
    case "task":
      return <ButtonLink href={item.href}>{item.verb}</ButtonLink>;
    default:
      return <ButtonLink href={item.href}>Open</ButtonLink>;
  }
}
