/** Headers of every answer besides its content policy, for pages and routes alike. `origin`: APP_ORIGIN. */
export function answerHeaders(origin: string): [name: string, value: string][] {
  return [
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cache-control", "no-store"],
    ...(origin.startsWith("https:") ? [["strict-transport-security", "max-age=31536000; includeSubDomains"] as [string, string]] : []),
  ];
}
