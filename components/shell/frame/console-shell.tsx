import type { ReactNode } from "react";
import { SkipLink } from "./skip-link";

type Props = { navigation: ReactNode; header: ReactNode; phoneBar: ReactNode; children: ReactNode };

/** The frame of every signed-in page. */
export function ConsoleShell({ navigation, header, phoneBar, children }: Props) {
  return (
    <>
      <SkipLink />
      <div className="min-h-dvh pb-14 md:grid md:grid-cols-[56px_minmax(0,1fr)] md:pb-0 lg:grid-cols-[224px_minmax(0,1fr)] print:block">
        {navigation}
        <div className="min-w-0">
          {header}
          <main id="main" tabIndex={-1} className="max-w-[1216px] px-4 pt-3 pb-6 outline-none md:px-6 md:pt-5 md:pb-8">
            {children}
          </main>
        </div>
      </div>
      {phoneBar}
    </>
  );
}
