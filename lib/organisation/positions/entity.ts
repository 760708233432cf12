import "server-only";
import type { EntityDescription } from "@/lib/platform/entities/description";
import { holders, superiors } from "../choices";
import words from "./entity-words";
import { importedPositions } from "./files/import";

const position: EntityDescription = {
  words,
  reads: "grant.read",
  imported: () => importedPositions,
  /** people who can hold one; positions it can report to */
  choices: { holders, superiors },
};
export default position;
