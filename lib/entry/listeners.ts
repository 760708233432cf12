import "server-only";
import { refuseHeld } from "@/lib/entities/held";
import { summariesWritten } from "@/lib/kpis/recompute/summaries-written";
import { closing } from "@/lib/organisation/closing";
import { followSummaries } from "@/lib/signals/life/follow";

// Connects events to their listeners. Imported where a process starts: by every action (./action.ts), the worker and the commands.
summariesWritten.listen("signals", followSummaries);
closing.listen("entities", refuseHeld);
