import type { SystemRoute } from '../../api/systems.ts';

/** Routes as people type them: one a line, such as `reason=coupon-fails,price-changed carrier=swift`. */
const words: Record<string, 'reasons' | 'stages'> = { reason: 'reasons', stage: 'stages' };

export function routesOf(lines: string[]): SystemRoute[] {
  return lines.map((line) => line.trim()).filter(Boolean).map((line) => {
    const route: { reasons?: string[]; stages?: string[]; dimensions?: Record<string, string[]> } = {};
    for (const part of line.split(/\s+/)) {
      const [name = '', values = ''] = part.split('=', 2);
      const list = values.split(/[,，]/).filter(Boolean);
      const known = words[name];
      if (known) route[known] = list;
      else route.dimensions = { ...route.dimensions, [name]: list };
    }
    return route;
  });
}

export function linesOf(routes: SystemRoute[]): string[] {
  const part = (name: string, values: string[] | null | undefined) => (values?.length ? [`${name}=${values.join(',')}`] : []);
  return routes.map((route) => [...part('reason', route.reasons), ...part('stage', route.stages), ...Object.entries(route.dimensions ?? {}).flatMap(([name, values]) => part(name, values))].join(' '));
}
