import "@fontsource-variable/inter";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { themeFromCookie } from "@/components/shell/frame/theme";

export const metadata: Metadata = {
  title: { default: "COO command center", template: "%s · COO command center" },
  description: "Departments, KPIs, initiatives, risks and budgets of one company in one place.",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

/** The document. The theme is read from its cookie here, on the server, so that the first paint already has it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeFromCookie((await cookies()).get("theme")?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>{children}</body>
    </html>
  );
}
