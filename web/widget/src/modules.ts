import type { Entrance, Application } from './entrance.ts';

/** The names of the built modules; the build puts them here. */
declare const MODULES: Record<string, string>;

/** Fetches the application, and beside it what its first screen needs, so that nothing waits for another. */
export async function loadApplication(entrance: Entrance, open: boolean): Promise<Application> {
  const base = `${entrance.settings.origin}/widget/`;
  const fetchModule = (name: string): Promise<unknown> => import(base + MODULES[name]);
  const application = fetchModule('app') as Promise<typeof import('./app.ts')>;
  fetchModule(entrance.language).catch(() => undefined);
  fetchModule('order-card').catch(() => undefined);
  return (await application).start(entrance, open);
}
