import { defineRead } from "@/lib/platform/web/route";
import { commandsOf } from "@/lib/search/commands";
import { search } from "@/lib/search/queries";
import { SearchInput } from "@/lib/search/schema";

/** Results for the command palette: objects by name, with the viewer's rights; once per opening also the pages and actions. */
export const GET = defineRead(SearchInput, async (viewer, { q, kind, verb, recent, commands }) => ({
  found: recent && recent.length === 0 ? [] : await search(viewer, { q, kind, verb, ids: recent }),
  ...(commands !== undefined && { commands: commandsOf(viewer) }),
}));
