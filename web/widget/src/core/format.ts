import type { Money } from './model.ts';

/** Dates, money and sizes in the culture of the reader. */
export class Formats {
  constructor(private readonly language: string) {}

  /** "Today, 18:00", "tomorrow, 18:00", else the day and the time. */
  moment(at: string, now: number): string {
    const time = new Date(at);
    if (Number.isNaN(time.getTime())) return '';
    const clock = new Intl.DateTimeFormat(this.language, { timeStyle: 'short' }).format(time);
    const days = dayNumber(time) - dayNumber(new Date(now));
    if (Math.abs(days) <= 1) {
      const day = new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' }).format(days, 'day');
      return ['zh-CN', 'ja', 'ar'].includes(this.language) ? `${day} ${clock}` : `${day}, ${clock}`;
    }
    const sameYear = time.getFullYear() === new Date(now).getFullYear();
    const date = new Intl.DateTimeFormat(this.language, {
      month: 'short', day: 'numeric', ...(Math.abs(days) < 7 ? { weekday: 'short' as const } : {}), ...(sameYear ? {} : { year: 'numeric' as const }),
    }).format(time);
    return `${date} ${clock}`;
  }

  /** The time of the day only. */
  clock(at: string): string {
    const time = new Date(at);
    return Number.isNaN(time.getTime()) ? '' : new Intl.DateTimeFormat(this.language, { timeStyle: 'short' }).format(time);
  }

  /** The day as a heading: today, yesterday, or the date. */
  day(at: string, now: number): string {
    const time = new Date(at);
    if (Number.isNaN(time.getTime())) return '';
    const days = dayNumber(time) - dayNumber(new Date(now));
    if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' }).format(days, 'day');
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium' }).format(time);
  }

  money(money: Money): string {
    try {
      const format = new Intl.NumberFormat(this.language, { style: 'currency', currency: money.currency });
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
      return format.format(money.amount / 10 ** digits);
    } catch {
      return `${money.amount / 100} ${money.currency}`;
    }
  }

  /** Minutes, or hours from ninety minutes on, rounded up: better early than promised too much. */
  wait(seconds: number): string {
    const hours = seconds >= 5400;
    const value = Math.ceil(seconds / (hours ? 3600 : 60));
    return new Intl.NumberFormat(this.language, { style: 'unit', unit: hours ? 'hour' : 'minute', unitDisplay: 'long' }).format(value);
  }

  size(bytes: number): string {
    const big = bytes >= 1_000_000;
    const value = big ? bytes / 1_000_000 : Math.max(1, bytes / 1000);
    return new Intl.NumberFormat(this.language, { style: 'unit', unit: big ? 'megabyte' : 'kilobyte', maximumFractionDigits: big ? 1 : 0 }).format(value);
  }

  percent(share: number): string {
    return new Intl.NumberFormat(this.language, { style: 'percent' }).format(share);
  }

  number(value: number): string { return new Intl.NumberFormat(this.language).format(value); }
}

function dayNumber(time: Date): number {
  return Math.floor(Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / 86_400_000);
}
