import "server-only";
import "./listeners";

/** The only way an action is made, with everybody listening to what it does. */
export { defineAction, definePublicAction } from "@/lib/platform/web/action";
