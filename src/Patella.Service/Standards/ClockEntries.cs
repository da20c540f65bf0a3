using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;

namespace Patella.Service.Standards;

/// <summary>What a timeline entry of a clock tells.</summary>
/// <param name="Told">Staff ids of those it is escalated to.</param>
/// <param name="ElapsedMinutes">Open minutes without pauses, once it has ended.</param>
public sealed record ClockEntryData(
    string Clock, string SubjectKind, string SubjectId, string Measure, string? Clause, long? ClauseVersion, long? TargetMinutes, DateTimeOffset DueAt, string State,
    double? ElapsedMinutes, IReadOnlyList<string>? Told);

/// <summary>
/// Writes what others should know into the timeline, with the links of the clock's subject: <c>standard.warned</c>, <c>standard.breached</c> (which says who is told)
/// and <c>standard.met</c>. A later reply in good time is told by the reply itself: its <c>met</c> is written only when somebody had been warned.
/// </summary>
public sealed class ClockEntries(Escalation escalation, IIdentifiers identifiers, BusinessTime business, MachineTime machine)
{
    public const string Warned = "standard.warned";
    public const string Breached = "standard.breached";
    public const string Met = "standard.met";

    internal async Task Tell(ITransaction transaction, Clock before, Clock after)
    {
        if (before.Warned == 0 && after.Warned != 0)
        {
            await transaction.Append(Entry(Warned, after, await escalation.Told(transaction, after)));
        }

        if (before.State != ClockState.Breached && after.State == ClockState.Breached)
        {
            await transaction.Append(Entry(Breached, after, await escalation.Told(transaction, after)));
        }

        if (after.State == ClockState.Met && before.IsOpen && (after.Measure != Measures.NextReply || after.Warned != 0))
        {
            await transaction.Append(Entry(Met, after, null));
        }
    }

    private TimelineEntry Entry(string kind, Clock clock, IReadOnlyList<string>? told) => new()
    {
        Id = identifiers.New(),
        Kind = kind,
        At = Math.Max(business.Now, clock.StartedAt),
        RecordedAt = machine.Now,
        Conversation = clock.Conversation,
        CaseRef = clock.CaseRef,
        Person = clock.Person,
        OrderRef = clock.OrderRef,
        Unit = clock.Unit,
        Staff = clock.Staff,
        AuthorParty = "system",
        Data = Json.Write(new ClockEntryData(
            clock.Id, clock.SubjectKind, clock.SubjectId, clock.Measure, clock.Clause, clock.ClauseVersion, clock.Target / MinuteMicroseconds, Microseconds.ToTime(clock.DueAt), clock.State,
            clock.Elapsed is { } elapsed ? Math.Round((double)elapsed / MinuteMicroseconds, 2) : null, told is { Count: > 0 } ? told : null)),
    };

    private const long MinuteMicroseconds = 60 * Microseconds.PerSecond;
}
