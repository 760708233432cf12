// Loaded first into a program to be measured: writes its peak memory, in bytes, to the file in PEAK_MEMORY.
import { writeFileSync } from "node:fs";

const file = process.env.PEAK_MEMORY;
if (file) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
