// Loaded into a program under measurement before it: writes the most memory it ever held, in bytes, to the file PEAK_MEMORY names.
import { writeFileSync } from "node:fs";

const file = process.env.PEAK_MEMORY;
if (file) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
