using System.Globalization;
using System.Text.RegularExpressions;
using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;

namespace Patella.Service.Policies.Backtests;

/// <summary>What a version says of some facts, as far as a backtest compares it.</summary>
internal sealed record NewVerdict(OldVerdict Verdict, bool Broken)
{
    public static NewVerdict Of(PolicyVerdict verdict) => new(new OldVerdict(verdict.Outcome, verdict.Reason, verdict.WithinHours, verdict.Consent, verdict.Rule.Row), verdict.Problems.Count > 0);
}

/// <summary>
/// Tries a version on a block. Only the columns its tables look at are read; decisions that are alike in all of them are evaluated once.
/// </summary>
internal sealed partial class BlockRun
{
    private readonly PolicyVersion _version;
    private readonly PolicyKind _kind;
    private readonly bool _readsClock;

    public BlockRun(PolicyVersion version, PolicyKind kind)
    {
        (_version, _kind) = (version with { Draft = version.Compiled }, kind);
        var model = version.Compiled.Model;

        // An input of a declared structure is checked as a whole: then all of it is needed.
        Used = [.. version.Compiled.UsedPaths.Concat(model.Inputs.Where(input => input.Variable?.TypeRef is { } type && type is not ("Any" or "context")).Select(input => input.Variable!.Name)).Distinct()];
        _readsClock = FactPaths.Texts(model).Any(text => Clock().IsMatch(text.Text));
    }

    /// <summary>Paths that must be there.</summary>
    public IReadOnlyCollection<string> Used { get; }

    /// <summary>Columns of a block that are read.</summary>
    public IReadOnlyList<string> Columns(IReadOnlyCollection<string> paths) => [.. DecisionBlock.Needed(paths, [.. Used, .. Extra]), DecisionBlock.Verdict, DecisionBlock.At, DecisionBlock.Id];

    private IEnumerable<string> Extra => new[] { _kind.Worth, _kind.Currency }.OfType<string>();

    /// <param name="each">Told of every decision, for whoever compares.</param>
    public void Run(IReadOnlyDictionary<string, PackedColumn> columns, long from, long until, long most, Tally tally, Action<string, NewVerdict>? each = null)
    {
        var facts = new FactColumns(columns, DecisionBlock.Needed(columns.Keys, Used));
        var verdicts = columns[DecisionBlock.Verdict];
        var before = verdicts.Values.Select(text => text is null ? null : Json.Read<OldVerdict>(text)).ToArray();
        var (at, ids) = (columns[DecisionBlock.At], columns[DecisionBlock.Id]);
        var times = at.Values.Select(text => text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (worth, currency) = (Amounts(columns), Currencies(columns));
        var known = new Dictionary<long, NewVerdict>();
        for (var row = 0; row < verdicts.Places.Length && most > 0; row++)
        {
            var time = times[at.Places[row]];
            if (time < from || time >= until || before[verdicts.Places[row]] is not { } old)
            {
                continue;
            }

            most--;
            var after = Evaluate(facts, row, time, known);
            each?.Invoke(ids.Values[ids.Places[row]]!, after);
            var change = tally.Add(old, after.Verdict, after.Broken, worth(row), currency(row));
            if (tally.WantsWitness(change))
            {
                var values = facts.At(row);
                var told = Judge.Of(_version, _kind, values, path => FactSet.At(values, path), time, explain: true);
                tally.Show(ids.Values[ids.Places[row]]!, change, Shown(old), Shown(NewVerdict.Of(told).Verdict));
            }
        }
    }

    public static BacktestVerdict Shown(OldVerdict verdict) => new(verdict.Outcome, verdict.Reason, verdict.Row, verdict.WithinHours, verdict.Consent);

    private NewVerdict Evaluate(FactColumns facts, int row, long time, Dictionary<long, NewVerdict> known)
    {
        if (facts.KeyOf(row) is not { } key || _readsClock)
        {
            return Ask(facts, row, time);
        }

        return known.TryGetValue(key, out var found) ? found : known[key] = Ask(facts, row, time);
    }

    private NewVerdict Ask(FactColumns facts, int row, long time)
    {
        var values = facts.At(row);
        return NewVerdict.Of(Judge.Of(_version, _kind, values, path => FactSet.At(values, path), time, explain: false));
    }

    private Func<int, long?> Amounts(IReadOnlyDictionary<string, PackedColumn> columns)
    {
        if (_kind.Worth is null || !columns.TryGetValue(_kind.Worth, out var column))
        {
            return _ => null;
        }

        var amounts = column.Values.Select(text => text is not null && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? (long?)amount : null).ToArray();
        return row => amounts[column.Places[row]];
    }

    private Func<int, string?> Currencies(IReadOnlyDictionary<string, PackedColumn> columns)
    {
        if (_kind.Currency is null || !columns.TryGetValue(_kind.Currency, out var column))
        {
            return _ => null;
        }

        var texts = column.Values.Select(text => text is ['"', .., '"'] ? text[1..^1] : null).ToArray();
        return row => texts[column.Places[row]];
    }

    [GeneratedRegex(@"\b(now|today)\s*\(")]
    private static partial Regex Clock();
}
