using System.Collections.Concurrent;
using System.Text.Json;
using Patella.Kernel.Calendars;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Standards;

/// <summary>
/// The books of the tenants, kept in memory: a message may not cost a reading of clauses. A change is known at once in the process that made it and by hint
/// in the others; should the hint be lost, the revision in the store is looked at again after <see cref="LookMilliseconds"/> of machine time.
/// </summary>
public sealed class StandardBooks
{
    /// <summary>How long, in machine time, a book is trusted without a look at its revision.</summary>
    private const long LookMilliseconds = 2_000;

    private const int CalendarLimit = 4_096;
    internal static readonly Statements Sql = new(typeof(StandardBooks).Assembly, "Standards.standards.sql");
    private readonly ConcurrentDictionary<TenantId, Kept> _books = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Id, long Version), BusinessCalendar> _calendars = new();
    private readonly IBus _bus;

    public StandardBooks(IBus bus)
    {
        _bus = bus;
        bus.Subscribe(message =>
        {
            if (message.Topic.StartsWith(TopicPrefix, StringComparison.Ordinal))
            {
                _books.TryRemove(new TenantId(message.Topic[TopicPrefix.Length..]), out _);
            }
        });
    }

    private const string TopicPrefix = "standards:";

    public async Task<StandardBook> Of(IReader reader)
    {
        if (_books.TryGetValue(reader.Tenant, out var kept) && Environment.TickCount64 - kept.LookedAt < LookMilliseconds)
        {
            return kept.Book;
        }

        var revision = await reader.One<long?>(Sql["Revision"]) ?? 0;
        if (kept is null || kept.Revision != revision)
        {
            kept = new Kept(revision, await Read(reader), 0);
        }

        _books[reader.Tenant] = kept with { LookedAt = Environment.TickCount64 };
        return kept.Book;
    }

    /// <summary>The book as this transaction has it, past what is kept.</summary>
    public static async Task<StandardBook> Read(IReader reader)
    {
        var reasons = await reader.Many<ReasonRow>(Sql["PauseReasons"]);
        return new StandardBook(
            await reader.Many<Clause>(Sql["Clauses"]),
            [.. (await reader.Many<CalendarRow>(Sql["NewestCalendars"])).Select(row => row.ToCalendar())],
            reasons.Count == 0 ? PauseReason.StartSet : [.. reasons.Select(row => row.ToReason())]);
    }

    /// <summary>The hours of a calendar under the version that a clock keeps.</summary>
    public async Task<BusinessCalendar> Hours(IReader reader, string? calendar, long? version)
    {
        if (calendar is null or StandardBook.AroundTheClock)
        {
            return BusinessCalendar.AroundTheClock;
        }

        var key = (reader.Tenant, calendar, version ?? 0);
        if (_calendars.TryGetValue(key, out var known))
        {
            return known;
        }

        var row = await reader.One<CalendarRow>(Sql["FindCalendar"], new { id = calendar, version })
            ?? throw new InvalidOperationException($"A clock counts on calendar {calendar} version {version}, which is not there.");
        if (_calendars.Count >= CalendarLimit)
        {
            _calendars.Clear();
        }

        return _calendars[key] = row.ToCalendar().Hours;
    }

    /// <summary>Says inside the transaction of a change that books are old after its commit.</summary>
    internal async Task Changed(ITransaction transaction)
    {
        await transaction.Execute(Sql["RaiseRevision"]);
        var tenant = transaction.Tenant;
        transaction.AfterCommit(() =>
        {
            _books.TryRemove(tenant, out _);
            _bus.Publish(new BusMessage(TopicPrefix + tenant.Value, ""));
        });
    }

    private sealed record Kept(long Revision, StandardBook Book, long LookedAt);

    private sealed class ReasonRow
    {
        public string Code { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string Measures { get; init; } = "[]";

        public long Retired { get; init; }

        public PauseReason ToReason() => new(Code, NameZh, NameEn, JsonSerializer.Deserialize<List<string>>(Measures)!, Retired != 0);
    }
}

/// <summary>A calendar as the store keeps it.</summary>
internal sealed class CalendarRow
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string NameZh { get; init; } = "";

    public string NameEn { get; init; } = "";

    public long AroundClock { get; init; }

    public string? Zone { get; init; }

    public string Week { get; init; } = "[]";

    public string Days { get; init; } = "[]";

    public long SavedAt { get; init; }

    public static CalendarRow Of(KeptCalendar calendar) => new()
    {
        Id = calendar.Id,
        Version = calendar.Version,
        NameZh = calendar.NameZh,
        NameEn = calendar.NameEn,
        AroundClock = calendar.IsAroundTheClock ? 1 : 0,
        Zone = calendar.Zone,
        Week = Json.Write(calendar.Week.Select(HoursText.Write)),
        Days = Json.Write(calendar.Days.Select(SpecialDayView.Of)),
        SavedAt = calendar.SavedAt,
    };

    public KeptCalendar ToCalendar() => new(
        Id, Version, NameZh, NameEn, AroundClock != 0, Zone, [.. Json.Read<List<List<string>>>(Week)!.Select(HoursText.Read)], [.. Json.Read<List<SpecialDayView>>(Days)!.Select(day => day.ToDay())], SavedAt);
}
