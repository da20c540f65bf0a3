using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Platform.Timers;
using Patella.Service.Edge;
using Patella.Service.Listening.Seats;
using Patella.Service.Listening.Targets;

namespace Patella.Service.Listening;

/// <summary>Seats inside a transaction: their rows, who sits, their timer, and what the timeline is told of them.</summary>
internal sealed class ListeningStore(TimerTable timers, IIdentifiers identifiers, BusinessTime clock, MachineTime machine)
{
    public const string Capability = "listening";

    /// <summary>How long a contact may be listened to, in microseconds of business time: a forgotten seat ends by itself.</summary>
    public const long LongestContact = 8 * 3_600 * Microseconds.PerSecond;

    public static readonly Statements Sql = new(typeof(ListeningStore).Assembly, "Listening.listening.sql");
    private static readonly string LockSession = Sql["FindSession"] + " for update";

    public static Task<ListeningSession?> Find(IReader reader, string id) => reader.One<ListeningSession>(Sql["FindSession"], new { id });

    /// <summary>As <see cref="Find"/>, and nobody else changes it until this transaction ends: whatever is asked twice at once is decided one after the other.</summary>
    public static Task<ListeningSession?> Lock(ITransaction transaction, string id)
        => transaction.One<ListeningSession>(transaction.Kind == StoreKind.Postgres ? LockSession : Sql["FindSession"], new { id });

    public static async Task<ListeningSettings> Settings(IReader reader) => (await NewestSettings(reader)).Value;

    public static async Task<(long Version, ListeningSettings Value)> NewestSettings(IReader reader)
        => await reader.One<SettingsRow>(Sql["NewestSettings"]) is { } row ? (row.Version, Json.Read<ListeningSettings>(row.Value)!) : (0, ListeningSettings.First);

    public static Task<IReadOnlyList<ListeningDraft>> Drafts(IReader reader, string session) => reader.Many<ListeningDraft>(Sql["DraftsOf"], new { session });

    public static Task<IReadOnlyList<ListeningNote>> Notes(IReader reader, string session) => reader.Many<ListeningNote>(Sql["NotesOf"], new { session });

    /// <summary>Takes the seats of listener and host; false when one of them sits elsewhere.</summary>
    public static async Task<bool> TakeSeats(ITransaction transaction, ListeningSession session)
    {
        foreach (var staff in new[] { session.Host, session.Listener }.Order(StringComparer.Ordinal))
        {
            if (await transaction.Execute(Sql["TakeSeat"], new { staff, session = session.Id }) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a session's step with what follows from it: seats, waiting drafts, the timer and the timeline.</summary>
    /// <param name="at">When it happened, which is not always when it was learned.</param>
    public async Task Save(ITransaction transaction, ListeningSession before, ListeningSession after, string kind, string? by, long at)
    {
        await transaction.Execute(Sql["SaveSession"], after);
        if (before.TakesSeats && !after.TakesSeats)
        {
            await transaction.Execute(Sql["LeaveSeats"], new { session = after.Id, staff = new[] { after.Host, after.Listener } });
        }

        if (before.State == ListeningState.Live && after.State != ListeningState.Live)
        {
            await transaction.Execute(Sql["VoidDrafts"], new { session = after.Id, now = clock.Now });
        }

        await (after.State switch
        {
            ListeningState.Live when before.State != ListeningState.Live => timers.Set(transaction, Capability, after.Id, after.LiveAt!.Value + LongestContact),
            ListeningState.Seated => Watch(transaction, after),
            ListeningState.Live => Task.CompletedTask,
            _ => timers.Cancel(transaction, Capability, after.Id),
        });
        await Tell(transaction, kind, after.Fact(), after.Host, after.Unit, by, at);
    }

    /// <summary>Looks at a seat that waits, to give it up when nothing comes of it.</summary>
    public async Task Watch(ITransaction transaction, ListeningSession session)
        => await timers.Set(transaction, Capability, session.Id, clock.Now + ((await Settings(transaction)).SeatHours!.Value * 3_600 * Microseconds.PerSecond));

    public Task Tell(ITransaction transaction, string kind, ListeningFact fact, string? staff, string? unit, string? by, long? at = null) => transaction.Append(new TimelineEntry
    {
        Id = identifiers.New(), Kind = kind, At = at ?? clock.Now, RecordedAt = machine.Now, Staff = staff, Unit = unit, AuthorParty = by is null ? "system" : "agent", AuthorId = by, Data = Json.Write(fact),
    });

    private sealed class SettingsRow
    {
        public long Version { get; init; }

        public string Value { get; init; } = "";
    }
}
