import "server-only";
import type { EntityDescription } from "@/lib/platform/entities/description";
import words from "./entity-words";
import { importedPositions } from "./files/import";

const position: EntityDescription = { words, reads: "grant.read", imported: () => importedPositions };
export default position;
