using System.Data.Common;
using Dapper;
using Patella.Service.Cases;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Tests.Cluster;

/// <summary>The store of an ecosystem after all its processes have ended, row by row: what cases and clocks came to, and whether it is one story.</summary>
internal sealed class CaseLedger
{
    private readonly List<Entry> _entries;
    private readonly List<CaseState> _cases;
    private readonly List<ClockRow> _clocks;
    private readonly List<Pause> _pauses;
    private readonly List<string> _calls;

    private CaseLedger(List<Entry> entries, List<CaseState> cases, List<ClockRow> clocks, List<Pause> pauses, List<string> calls)
        => (_entries, _cases, _clocks, _pauses, _calls) = (entries, cases, clocks, pauses, calls);

    public static async Task<CaseLedger> Read(DbConnection connection)
    {
        async Task<List<T>> Rows<T>(string sql) => [.. await connection.QueryAsync<T>(sql)];
        return new CaseLedger(
            await Rows<Entry>("select kind as \"Kind\", at as \"At\", case_ref as \"CaseRef\", author_id as \"AuthorId\", text as \"Text\", data as \"Data\" from timeline where tenant = 'acme' and (case_ref is not null or kind like 'standard.%') order by tx, position"),
            [.. (await Rows<string>("select state from service_case where tenant = 'acme'")).Select(state => Json.Read<CaseState>(state)!)],
            await Rows<ClockRow>("select id as \"Id\", subject_kind as \"SubjectKind\", subject_id as \"SubjectId\", case_ref as \"CaseRef\", measure as \"Measure\", state as \"State\", due_at as \"DueAt\", breached_at as \"BreachedAt\", ended_at as \"EndedAt\", paused_total as \"PausedTotal\", paused_since as \"PausedSince\" from standard_clock where tenant = 'acme'"),
            await Rows<Pause>("select clock as \"Clock\", since as \"Since\", ended_at as \"EndedAt\" from standard_pause where tenant = 'acme'"),
            await Rows<string>("select id from desk_item where tenant = 'acme' and kind = 'promise-broken'"));
    }

    /// <summary>How much there was to get wrong.</summary>
    public string Summary => $"{_cases.Count} cases, {_clocks.Count} clocks, {Of<TransferAccepted>().Count(one => one.Change.ByClock)} transfers accepted by the clock of {Of<TransferProposed>().Count()}, "
        + $"{Of<PromiseBroken>().Count()} promises broken of {Of<CasePromised>().Count()}, {_pauses.Count} pauses, {_entries.Count(entry => entry.Kind == ClockEntries.Breached)} breaches, {_entries.Count(entry => entry.Kind == ClockEntries.Warned)} warnings";

    /// <summary>Everything acknowledged happened once, and nothing that was refused.</summary>
    public void HoldsAgainst(CaseWorkers workers)
    {
        Assert.Equal(_cases.Count, _cases.Select(one => one.Number).Distinct().Count());
        foreach (var (id, number) in workers.Numbers)
        {
            Assert.True(_cases.Find(one => one.Id == id)?.Name == number, $"{id} was acknowledged as {number}");
        }

        var times = _entries.Where(entry => entry.Text is not null).ToLookup(entry => (entry.CaseRef, entry.Kind, entry.Text));
        foreach (var deed in workers.Acknowledged)
        {
            Assert.True(times[(deed.Case, deed.Event, deed.Words)].Count() == 1, $"{deed} was acknowledged and is there {times[(deed.Case, deed.Event, deed.Words)].Count()} times");
        }

        Assert.All(workers.Refused, deed => Assert.Empty(times[(deed.Case, deed.Event, deed.Words)]));
    }

    /// <summary>Each case is the fold of its entries, each transfer ends at most once, and exactly the clocks run that should.</summary>
    public void IsOneStory()
    {
        foreach (var state in _cases)
        {
            var events = Events(state.Id).ToList();
            var folded = events.Aggregate(new CaseState { Id = state.Id }, (before, one) => CaseFold.Apply(before, one.Change, one.At, one.By));
            Assert.True(Json.Write(folded) == Json.Write(state), $"{state.Id}: fold(timeline) is another state\n{Json.Write(folded)}\n{Json.Write(state)}");
            var ends = events.Select(one => one.Change).Select(change => change switch { TransferAccepted accepted => accepted.Transfer, TransferWithdrawn withdrawn => withdrawn.Transfer, _ => null }).OfType<string>().ToList();
            Assert.True(ends.Count == ends.Distinct().Count(), $"{state.Id}: a transfer ended twice");
            foreach (var measure in new[] { Measures.Promise, Measures.Resolution })
            {
                var running = _clocks.Count(clock => clock.SubjectId == state.Id && clock.Measure == measure && clock.EndedAt is null);
                Assert.True(running == (state.IsOpen ? 1 : 0), $"{state.Id} is {state.Category} and has {running} open clocks of {measure}");
            }

            var asked = _clocks.Count(clock => clock is { SubjectKind: SubjectKinds.Transfer, EndedAt: null } && clock.CaseRef == state.Id);
            Assert.True(asked == (state.Transfer is null ? 0 : 1), $"{state.Id} has {asked} open clocks of transfers");
        }
    }

    /// <summary>A missed clock has one breach, one that was not missed has none, none was forgotten; stops add up; each broken promise called somebody.</summary>
    public void EachClockBrokeOnce(long now)
    {
        var told = _entries.Where(entry => entry.Kind == ClockEntries.Breached).ToLookup(entry => Json.Read<ClockEntryData>(entry.Data)!.Clock);
        foreach (var clock in _clocks)
        {
            Assert.True(told[clock.Id].Count() == (clock.State == ClockState.Breached ? 1 : 0), $"{clock.Measure} {clock.Id} of {clock.CaseRef} is {clock.State} and was told as breached {told[clock.Id].Count()} times");
            Assert.True(clock.State != ClockState.Running || clock.DueAt >= now, $"{clock.Measure} {clock.Id} of {clock.CaseRef} is overdue since {now - clock.DueAt} microseconds and nobody noticed");
            Assert.True((clock.BreachedAt ?? clock.DueAt) == clock.DueAt, $"{clock.Id} broke at another moment than it was due");
            var stops = _pauses.Where(pause => pause.Clock == clock.Id).ToList();
            Assert.True(stops.Where(pause => pause.EndedAt is not null).Sum(pause => pause.EndedAt!.Value - pause.Since) == clock.PausedTotal, $"the stops of {clock.Id} are not its pause");
            Assert.True(stops.Count(pause => pause.EndedAt is null) == (clock.PausedSince is null ? 0 : 1), $"{clock.Id} stands still more than once");
        }

        foreach (var state in _cases)
        {
            var broken = Events(state.Id).Count(one => one.Change is PromiseBroken);
            Assert.True(broken == state.PromisesBroken, $"{state.Id}: {broken} promises broken, {state.PromisesBroken} counted");
            var called = _calls.Where(call => call.StartsWith($"promise-broken:{state.Id}:", StringComparison.Ordinal)).Select(call => call.Split(':')[2]).Distinct().Count();
            Assert.True(called == broken, $"{state.Id}: {broken} promises broken, people were called for {called}");
        }
    }

    private IEnumerable<(CaseEvent Change, long At, string? By)> Events(string id)
        => _entries.Where(entry => entry.CaseRef == id).Select(entry => (Change: CaseEventKinds.Read(entry.Kind, entry.Data, entry.Text)!, entry.At, entry.AuthorId)).Where(one => one.Change is not null);

    private IEnumerable<(T Change, string Case)> Of<T>()
        where T : CaseEvent
        => _entries.Where(entry => entry.CaseRef is not null).Select(entry => (Change: CaseEventKinds.Read(entry.Kind, entry.Data, entry.Text) as T, Case: entry.CaseRef!)).Where(one => one.Change is not null)!;

    private sealed class Entry
    {
        public string Kind { get; init; } = "";

        public long At { get; init; }

        public string? CaseRef { get; init; }

        public string? AuthorId { get; init; }

        public string? Text { get; init; }

        public string? Data { get; init; }
    }

    private sealed class ClockRow
    {
        public string Id { get; init; } = "";

        public string SubjectKind { get; init; } = "";

        public string SubjectId { get; init; } = "";

        public string? CaseRef { get; init; }

        public string Measure { get; init; } = "";

        public string State { get; init; } = "";

        public long DueAt { get; init; }

        public long? BreachedAt { get; init; }

        public long? EndedAt { get; init; }

        public long PausedTotal { get; init; }

        public long? PausedSince { get; init; }
    }

    private sealed class Pause
    {
        public string Clock { get; init; } = "";

        public long Since { get; init; }

        public long? EndedAt { get; init; }
    }
}
