import { defineRead } from "@/lib/platform/web/route";
import { commandsOf } from "@/lib/search/commands";
import { search } from "@/lib/search/queries";
import { SearchInput } from "@/lib/search/schema";

/** What the palette asks: objects by name as the viewer may read them; once per opening the pages and verbs, too. */
export const GET = defineRead(SearchInput, async (viewer, { q, kind, verb, recent, commands }) => ({
  found: recent && recent.length === 0 ? [] : await search(viewer, { q, kind, verb, ids: recent }),
  ...(commands !== undefined && { commands: commandsOf(viewer) }),
}));
