import "@fontsource-variable/inter";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { themeFromCookie } from "@/components/shell/frame/theme";

export const metadata: Metadata = {
  title: { default: "COO command center", template: "%s · COO command center" },
  description: "Departments, KPIs, initiatives, risks and budgets of one company in one place.",
  // On a phone's home screen it opens without the browser's bars. Nothing is stored on the phone: there is no service worker.
  manifest: "/manifest.webmanifest",
  icons: { icon: { url: "/icon.svg", type: "image/svg+xml" }, apple: { url: "/apple-touch-icon.png", sizes: "180x180" } },
  appleWebApp: { capable: true, title: "COO", statusBarStyle: "default" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1217" },
  ],
};

/** The document. The theme is read from its cookie here, on the server, so that the first paint already has it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeFromCookie((await cookies()).get("theme")?.value);
  return (
    <html lang="en" data-theme={theme}>
      <body>{children}</body>
    </html>
  );
}
