import { redirect } from "next/navigation";
import { requireViewer } from "@/lib/platform/auth/session";
import { canSomewhere } from "@/lib/platform/authz/policy";

export default async function SettingsRoute() {
  redirect(canSomewhere(await requireViewer(), "grant.read") ? "/settings/people" : "/settings/account");
}
