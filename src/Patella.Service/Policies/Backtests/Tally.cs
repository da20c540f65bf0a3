namespace Patella.Service.Policies.Backtests;

/// <summary>Counts what changes from one table to another: customers first. Parts that were counted apart are added together.</summary>
internal sealed class Tally(double usualHours)
{
    private const int MostWitnesses = 20;
    private readonly Dictionary<(string, string), long> _moves = [];
    private readonly SortedDictionary<string, (long More, long Less)> _money = new(StringComparer.Ordinal);
    private readonly List<BacktestWitness> _witnesses = [];
    private double _hours;

    public long Decisions { get; private set; }

    public long Better { get; private set; }

    public long Worse { get; private set; }

    public long AddedSteps { get; private set; }

    public long AddedQuestions { get; private set; }

    public long Broken { get; private set; }

    /// <summary>1 when the customer is better off, -1 when worse, 0 when it is the same to them: the outcome first, then whether they are asked, then how long they wait.</summary>
    public static int Compare(OldVerdict before, OldVerdict after, double usualHours)
    {
        var (outcome, asked) = (Rank(after.Outcome) - Rank(before.Outcome), (before.Consent == true ? 1 : 0) - (after.Consent == true ? 1 : 0));
        return Math.Sign(outcome != 0 ? outcome : asked != 0 ? asked : Hours(before, usualHours) - Hours(after, usualHours));
    }

    /// <param name="worth">What the consumer gets, minor units; null when it is not known.</param>
    public int Add(OldVerdict before, OldVerdict after, bool broken, long? worth, string? currency)
    {
        Decisions++;
        Broken += broken ? 1 : 0;
        var change = Compare(before, after, usualHours);
        Better += change > 0 ? 1 : 0;
        Worse += change < 0 ? 1 : 0;
        AddedSteps += (after.Outcome == PolicyOutcome.Person ? 1 : 0) - (before.Outcome == PolicyOutcome.Person ? 1 : 0);
        AddedQuestions += (after.Consent == true ? 1 : 0) - (before.Consent == true ? 1 : 0);
        _hours += Hours(after, usualHours) - Hours(before, usualHours);
        if (before.Outcome != after.Outcome)
        {
            _moves[(before.Outcome, after.Outcome)] = _moves.GetValueOrDefault((before.Outcome, after.Outcome)) + 1;
            if (worth is { } amount && currency is not null && (before.Outcome == PolicyOutcome.Refuse || after.Outcome == PolicyOutcome.Refuse))
            {
                var money = _money.GetValueOrDefault(currency);
                _money[currency] = before.Outcome == PolicyOutcome.Refuse ? (money.More + amount, money.Less) : (money.More, money.Less + amount);
            }
        }

        return change;
    }

    /// <summary>Whether one more decision of this change should be shown.</summary>
    public bool WantsWitness(int change) => change != 0 && _witnesses.Count(witness => witness.Change == WordOf(change)) < MostWitnesses / 2;

    public void Show(string decision, int change, BacktestVerdict before, BacktestVerdict after) => _witnesses.Add(new BacktestWitness(decision, WordOf(change), before, after));

    public void Take(Tally other)
    {
        Decisions += other.Decisions;
        Better += other.Better;
        Worse += other.Worse;
        AddedSteps += other.AddedSteps;
        AddedQuestions += other.AddedQuestions;
        Broken += other.Broken;
        _hours += other._hours;
        foreach (var (move, count) in other._moves)
        {
            _moves[move] = _moves.GetValueOrDefault(move) + count;
        }

        foreach (var (currency, money) in other._money)
        {
            var own = _money.GetValueOrDefault(currency);
            _money[currency] = (own.More + money.More, own.Less + money.Less);
        }

        _witnesses.AddRange(other._witnesses);
    }

    public BacktestReport Report(string hash, DateTimeOffset at, string by, BacktestRequest request, double seconds) => new(
        hash, at, by, request.From, request.Until, Decisions, Better, Worse, Decisions - Better - Worse, AddedSteps, AddedQuestions, Math.Round(_hours / 24, 3), Broken,
        [.. _moves.OrderBy(move => move.Key).Select(move => new BacktestMove(move.Key.Item1, move.Key.Item2, move.Value))],
        [.. _money.Select(money => new BacktestMoney(money.Key, money.Value.More, money.Value.Less))],
        [.. _witnesses.OrderByDescending(witness => witness.Change, StringComparer.Ordinal).ThenBy(witness => witness.Decision, StringComparer.Ordinal).GroupBy(witness => witness.Change).SelectMany(group => group.Take(MostWitnesses / 2))], Math.Round(seconds, 3));

    private static string WordOf(int change) => change > 0 ? "better" : "worse";

    private static int Rank(string outcome) => outcome switch { PolicyOutcome.Allow => 2, PolicyOutcome.Person => 1, _ => 0 };

    private static double Hours(OldVerdict verdict, double usual) => verdict.Outcome == PolicyOutcome.Person ? verdict.WithinHours ?? usual : 0;
}
