import { now } from "@/lib/clock";
import { pool } from "@/lib/platform/db/client";
import { watchClock } from "@/lib/signals/life/jobs";

// The worker's periodic check, once and now.
await watchClock(now());
await pool.end();
process.exit(0);
