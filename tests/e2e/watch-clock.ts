import { now } from "@/lib/clock";
import { pool } from "@/lib/platform/db/client";
import { watchClock } from "@/lib/signals/life/jobs";

// What the worker does every few minutes, once and now.
await watchClock(now());
await pool.end();
process.exit(0);
