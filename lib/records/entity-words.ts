import type { EntityWords } from "@/lib/platform/entities/words";

const words: EntityWords = { type: "record_kind", one: "kind of records", many: "Kinds of records", audit: {}, found: 8 };
export default words;
