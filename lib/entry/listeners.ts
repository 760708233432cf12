import "server-only";
import { summariesWritten } from "@/lib/kpis/recompute/summaries-written";
import { followSummaries } from "@/lib/signals/life/follow";

// Who follows what happens elsewhere. Imported where a process begins: by every action (./action.ts), the worker and the commands.
summariesWritten.listen("signals", followSummaries);
