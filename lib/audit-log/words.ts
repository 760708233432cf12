import { ENTITY_WORDS } from "@/lib/entities/words";
import { AUDIT_ACTIONS } from "@/lib/platform/audit/actions";

/** The text for every action in the audit log. */
export const ACTION_WORDS: Readonly<Record<string, string>> = Object.assign({}, AUDIT_ACTIONS, ...ENTITY_WORDS.map(({ audit }) => audit));
