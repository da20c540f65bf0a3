const hour = 3_600_000;
/** "2h", "3d", "45m" or "3 天" typed as a time from now, in milliseconds. */
export function parseSpan(typed: string): number | undefined {
  const match = /^(\d{1,4})\s*(m|min|分钟?|h|小时|d|天)$/i.exec(typed.trim());
  if (!match) return undefined;
  const unit = match[2]!.toLowerCase();
  return Number(match[1]) * (unit.startsWith('m') || unit.startsWith('分') ? 60_000 : unit === 'h' || unit === '小时' ? hour : 24 * hour);
}
