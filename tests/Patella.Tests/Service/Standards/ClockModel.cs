using Patella.Kernel.Calendars;
using Patella.Service.Standards;

namespace Patella.Tests.Service.Standards;

/// <summary>What clocks should do, told as simply as possible: a list of waits, each with its stops, and due times worked out anew whenever they are asked for.</summary>
internal sealed class ClockModel(Func<string, long, (string Clause, long Target, BusinessCalendar Calendar)> promised)
{
    public List<Wait> Waits { get; } = [];

    private Wait? Open => Waits.Find(wait => wait.EndedAt is null);

    public void Start(string unit, long from)
    {
        if (Open is null && !Waits.Any(wait => wait.StartedAt == from || wait.EndedAt > from))
        {
            var terms = promised(unit, from);
            Waits.Add(new Wait { StartedAt = from, ChangedAt = from, Unit = unit, Clause = terms.Clause, Target = terms.Target, Calendar = terms.Calendar });
        }
    }

    public void End(long at, bool met)
    {
        if (Open is { } wait && at >= wait.StartedAt)
        {
            var end = Math.Max(at, wait.ChangedAt);
            wait.Resume(end);
            wait.Final = end > wait.Due() ? ClockState.Breached : met ? ClockState.Met : ClockState.Cancelled;
            wait.EndedAt = end;
        }
    }

    public void Pause(long at)
    {
        if (Open is { } wait && at >= wait.ChangedAt && !wait.IsPaused && at <= wait.Due())
        {
            wait.Stops.Add((at, null));
            wait.ChangedAt = at;
        }
    }

    public void Resume(long at)
    {
        if (Open is { IsPaused: true } wait && at >= wait.ChangedAt)
        {
            wait.Resume(at);
            wait.ChangedAt = at;
        }
    }

    public void Move(string unit, long at)
    {
        if (Open is not { } wait || at < wait.ChangedAt || wait.Unit == unit)
        {
            return;
        }

        var terms = promised(unit, wait.StartedAt);
        var broken = !wait.IsPaused && at > wait.Due();
        (wait.Unit, wait.ChangedAt) = (unit, at);
        wait.Hops++;
        if (!broken && wait.DueBy(terms.Target, terms.Calendar, at) < wait.DueBy(wait.Target, wait.Calendar, at))
        {
            (wait.Clause, wait.Target, wait.Calendar) = (terms.Clause, terms.Target, terms.Calendar);
        }
    }

    internal sealed class Wait
    {
        public long StartedAt { get; init; }

        public long ChangedAt { get; set; }

        public string Unit { get; set; } = "";

        public string Clause { get; set; } = "";

        public long Target { get; set; }

        public BusinessCalendar Calendar { get; set; } = BusinessCalendar.AroundTheClock;

        public List<(long Since, long? Until)> Stops { get; } = [];

        public int Hops { get; set; }

        public long? EndedAt { get; set; }

        public string? Final { get; set; }

        public bool IsPaused => Stops.Count > 0 && Stops[^1].Until is null;

        public long Paused => Stops.Where(stop => stop.Until is not null).Sum(stop => Calendar.OpenBetween(stop.Since, stop.Until!.Value));

        public long Due() => Calendar.Add(StartedAt, Target + Paused);

        public long DueBy(long target, BusinessCalendar calendar, long at) => calendar.Add(StartedAt, target + Stops.Sum(stop => calendar.OpenBetween(stop.Since, stop.Until ?? at)));

        public void Resume(long at)
        {
            if (IsPaused)
            {
                Stops[^1] = (Stops[^1].Since, at);
            }
        }
    }
}
