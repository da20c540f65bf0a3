using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Listening.Targets;

namespace Patella.Service.Listening.Reading;

/// <summary>One person's listening in a span.</summary>
/// <param name="Minutes">Of contacts, from their beginning in the seat to their end there.</param>
/// <param name="Sessions">Whose contact ended in the span.</param>
/// <param name="Undebriefed">Of those, without a debrief so far.</param>
/// <param name="Notes">Written in the span, obstacles too.</param>
/// <param name="ClosedNotes">Of those, answered by now or become an obstacle or a project.</param>
/// <param name="Done">Sessions closed in the quarter in which the span ends; <paramref name="Target"/> is for the same quarter and null where nobody has set one.</param>
public sealed record ListeningPersonLine(string Id, string Name, string Level, double Minutes, long Sessions, long Undebriefed, long Notes, long Obstacles, long ClosedNotes, long Done, int? Target);

/// <summary>The persons of one level together.</summary>
/// <param name="Met">Persons with a target who have met it, of <paramref name="Targeted"/>.</param>
public sealed record ListeningLevelLine(string Level, int Persons, double Minutes, long Sessions, long Notes, long ClosedNotes, int Targeted, int Met);

public sealed record ListeningReportView(DateTimeOffset From, DateTimeOffset Until, string Quarter, IReadOnlyList<ListeningPersonLine> Persons, IReadOnlyList<ListeningLevelLine> Levels);

/// <summary>Somebody's own quarter.</summary>
/// <param name="Target">Null where nobody has set one.</param>
/// <param name="Minutes">Of contacts heard whose seat ended in the quarter.</param>
/// <param name="RemindedAt">When they were reminded that they are behind.</param>
public sealed record ListeningProgressView(string Quarter, DateTimeOffset Until, long Done, int? Target, double Minutes, DateTimeOffset? RemindedAt, string? Level);

/// <summary>Who listened how long, and what came of it. Every figure is a sum of what the timeline tells of sessions and notes.</summary>
internal sealed class ListeningReport(IStore store, StaffStore people, ListeningReminders reminders, BusinessTime clock)
{
    private const double Minute = 60.0 * Microseconds.PerSecond;

    public async Task<Outcome<ListeningReportView>> Read(Caller caller, DateTimeOffset? from, DateTimeOffset? until) => await store.Read(caller.Tenant, async Task<Outcome<ListeningReportView>> (reader) =>
    {
        var end = until is { } given ? Microseconds.From(given) : clock.Now + 1;
        var quarter = await reminders.QuarterOf(reader, end - 1);
        var start = from is { } since ? Microseconds.From(since) : quarter.From;
        if (start >= end)
        {
            return Problem.Invalid("from", "Must be before 'until'.");
        }

        var span = new { from = start, until = end };
        var (sessions, notes) = (await reader.Many<SessionSums>(ListeningStore.Sql["SessionsBy"], span), await reader.Many<NoteSums>(ListeningStore.Sql["NotesBy"], span));
        var persons = await Lines(reader, quarter, sessions.ToDictionary(row => row.Listener), notes.ToDictionary(row => row.Listener));
        return new ListeningReportView(Microseconds.ToTime(start), Microseconds.ToTime(end), quarter.Name, persons, [.. persons.GroupBy(line => line.Level).OrderBy(level => level.Key, StringComparer.Ordinal).Select(Level)]);
    });

    public Task<ListeningProgressView> Progress(Caller caller) => store.Read(caller.Tenant, async reader =>
    {
        var quarter = await reminders.QuarterOf(reader, clock.Now);
        var person = await people.Find(reader, caller.Id);
        return new ListeningProgressView(
            quarter.Name, Microseconds.ToTime(quarter.Until), (await ListeningReminders.Done(reader, quarter)).GetValueOrDefault(caller.Id), person is null ? null : (await ListeningStore.Settings(reader)).TargetOf(person),
            Math.Round(await reader.One<long>(ListeningStore.Sql["SpentBy"], new { listener = caller.Id, from = quarter.From, until = quarter.Until }) / Minute, 1),
            Seats.ListeningSession.Time(await reader.One<long?>(ListeningStore.Sql["FindReminder"], new { staff = caller.Id, quarter = quarter.Name })), Seats.SeatAccess.LevelOf(caller));
    });

    /// <summary>Everybody who listened, wrote or has a target, most minutes first.</summary>
    private async Task<IReadOnlyList<ListeningPersonLine>> Lines(IReader reader, Quarter quarter, Dictionary<string, SessionSums> sessions, Dictionary<string, NoteSums> notes)
    {
        var (settings, done) = (await ListeningStore.Settings(reader), await ListeningReminders.Done(reader, quarter));
        var staff = (await people.List(reader)).ToDictionary(person => person.Id);
        var targets = staff.Values.Where(person => person.Active && person.Has(Permission.ListenIn)).Select(person => (person.Id, Target: settings.TargetOf(person))).Where(one => one.Target is > 0).ToDictionary(one => one.Id, one => one.Target);
        return [.. sessions.Keys.Union(notes.Keys).Union(targets.Keys).Select(id =>
        {
            var (heard, written, person) = (sessions.GetValueOrDefault(id), notes.GetValueOrDefault(id), staff.GetValueOrDefault(id));
            return new ListeningPersonLine(
                id, person?.Name ?? heard?.Name ?? written?.Name ?? "", heard?.Level ?? written?.Level ?? LevelOf(person), Math.Round((heard?.Spent ?? 0) / Minute, 1), heard?.Sessions ?? 0, heard?.Undebriefed ?? 0,
                written?.Notes ?? 0, written?.Obstacles ?? 0, written?.Answered ?? 0, done.GetValueOrDefault(id), targets.GetValueOrDefault(id));
        }).OrderByDescending(line => line.Minutes).ThenBy(line => line.Id, StringComparer.Ordinal)];
    }

    private static string LevelOf(Staff? person) => person?.Roles.Contains(Roles.Executive) == true || person?.Roles.Contains(Roles.BusinessOwner) == true ? ListeningLevel.Executive : ListeningLevel.Newcomer;

    private static ListeningLevelLine Level(IGrouping<string, ListeningPersonLine> level) => new(
        level.Key, level.Count(), Math.Round(level.Sum(line => line.Minutes), 1), level.Sum(line => line.Sessions), level.Sum(line => line.Notes), level.Sum(line => line.ClosedNotes),
        level.Count(line => line.Target is not null), level.Count(line => line.Target is { } target && line.Done >= target));

    private sealed class SessionSums
    {
        public string Listener { get; init; } = "";

        public string Name { get; init; } = "";

        public string Level { get; init; } = "";

        public long Sessions { get; init; }

        public long Spent { get; init; }

        public long Undebriefed { get; init; }
    }

    private sealed class NoteSums
    {
        public string Listener { get; init; } = "";

        public string Name { get; init; } = "";

        public string Level { get; init; } = "";

        public long Notes { get; init; }

        public long Obstacles { get; init; }

        public long Answered { get; init; }
    }
}
