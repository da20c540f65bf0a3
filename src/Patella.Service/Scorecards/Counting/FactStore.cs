using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Scorecards.Counting;

/// <summary>Facts, their sums by day, and what changed in days that were scored already.</summary>
internal static class FactStore
{
    public static readonly Statements Sql = new(typeof(FactStore).Assembly, "Scorecards.scorecards.sql");

    private static readonly HashSet<string> FactNumbers = ["measure", "day", "at", "counted", "good", "amount", "amount2", "amount3"];

    private static readonly Bulk Facts = new(
        "score_fact", ["owner", "measure", "part"], ["merchant", "day", "at", "counted", "good", "amount", "amount2", "amount3", "order_ref", "case_ref", "person", "flaw"], FactNumbers.Contains);

    private static readonly Bulk Days = new("score_day", ["merchant", "day"], DaySums.Columns, column => column != "merchant", "{0} = score_day.{0} + excluded.{0}");

    /// <summary>Takes its turn among those who count and those who begin a night, and tells up to which day nights have been scored; -1 before the first.</summary>
    public static Task<long> Enter(ITransaction transaction) => transaction.One<long>(Sql["Enter"]);

    public static async Task<IReadOnlyList<ScoreFact>> OfOwners(IReader reader, IReadOnlyCollection<string> owners)
    {
        var facts = new List<ScoreFact>();
        foreach (var some in owners.Chunk(200))
        {
            facts.AddRange(await reader.Many<ScoreFact>(Sql["FactsOfOwners"], new { owners = some }));
        }

        return facts;
    }

    public static async Task<IReadOnlyList<ScoreFact>> RatingsOf(IReader reader, IEnumerable<(string Merchant, string Person)> pairs)
    {
        var facts = new List<ScoreFact>();
        foreach (var (merchant, person) in pairs)
        {
            facts.AddRange(await reader.Many<ScoreFact>(Sql["RatingsOfPair"], new { merchant, person, measure = Measures.Rating }));
        }

        return facts;
    }

    /// <summary>Puts facts in the place of what was there, and the difference into the sums.</summary>
    public static async Task Replace(ITransaction transaction, IReadOnlyCollection<FactChange> changes)
    {
        foreach (var gone in changes.Where(change => change.After is null))
        {
            await transaction.Execute(Sql["DropFact"], new { gone.Before!.Owner, gone.Before.Measure, gone.Before.Part });
        }

        await Facts.Save(transaction, changes.Select(change => change.After).OfType<ScoreFact>().OrderBy(fact => fact.Owner, StringComparer.Ordinal).ThenBy(fact => fact.Measure).ThenBy(fact => fact.Part, StringComparer.Ordinal).Select(Row));
        var sums = new Dictionary<(string Merchant, long Day), long[]>();
        foreach (var change in changes)
        {
            Add(sums, change.Before, -1);
            Add(sums, change.After, 1);
        }

        await Days.Save(transaction, sums.Where(pair => pair.Value.Any(sum => sum != 0)).OrderBy(pair => pair.Key.Merchant, StringComparer.Ordinal).ThenBy(pair => pair.Key.Day)
            .Select(pair => (object?[])[pair.Key.Merchant, pair.Key.Day, .. pair.Value]));
    }

    private static void Add(Dictionary<(string Merchant, long Day), long[]> sums, ScoreFact? fact, long sign)
    {
        if (fact is null)
        {
            return;
        }

        if (!sums.TryGetValue((fact.Merchant, fact.Day), out var day))
        {
            sums[(fact.Merchant, fact.Day)] = day = new long[DaySums.Count];
        }

        fact.AddTo(day, sign);
    }

    private static object?[] Row(ScoreFact fact) =>
    [
        fact.Owner, fact.Measure, fact.Part, fact.Merchant, fact.Day, fact.At, fact.Counted, fact.Good, fact.Amount, fact.Amount2, fact.Amount3, fact.OrderRef, fact.CaseRef, fact.Person, fact.Flaw,
    ];
}

/// <summary>A fact before and after; null where there is none.</summary>
internal sealed record FactChange(ScoreFact? Before, ScoreFact? After)
{
    /// <summary>Whether it changes what a day counts.</summary>
    public bool Counts => Before?.Counted == 1 || After?.Counted == 1;

    public static IReadOnlyList<FactChange> Between(IEnumerable<ScoreFact> before, IEnumerable<ScoreFact> after)
    {
        var (old, now) = (before.ToDictionary(fact => fact.Key), after.ToDictionary(fact => fact.Key));
        return [.. old.Keys.Union(now.Keys).Select(key => new FactChange(old.GetValueOrDefault(key), now.GetValueOrDefault(key))).Where(change => change.Before != change.After)];
    }
}
