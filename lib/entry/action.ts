import "server-only";
import "./listeners";

/** The only way to make an action, with all listeners registered. */
export { defineAction, definePublicAction } from "@/lib/platform/web/action";
