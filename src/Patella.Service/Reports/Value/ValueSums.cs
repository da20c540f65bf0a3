namespace Patella.Service.Reports.Value;

/// <summary>The sums of one currency, of the period and of the one before.</summary>
internal sealed class ValueSums(IReadOnlyList<FlowSum> now, IReadOnlyList<FlowSum> before)
{
    public ValueMoney Money(string currency, IReadOnlyList<ValueFund> funds, long outstanding)
    {
        var (given, advanced) = (Of(ValueFigures.FundSpent), Of(ValueFigures.Advanced));
        var sources = now.Concat(before).Where(sum => sum.Figure == ValueFigures.Recovered).Select(sum => sum.Source).Distinct().Order(StringComparer.Ordinal);
        return new ValueMoney(
            currency, new ValueAmount(given.Amount + advanced.Amount, given.Before + advanced.Before, given.Entries + advanced.Entries), given, funds, advanced, Of(ValueFigures.Recovered),
            [.. sources.Select(source => new ValueSource(source, Of(ValueFigures.Recovered, source)))], Of(ValueFigures.Claimed), Of(ValueFigures.WrittenOff), Of(ValueFigures.GivenBack), outstanding);
    }

    /// <param name="source">Null for all.</param>
    public ValueAmount Of(string figure, string? source = null)
    {
        bool Fits(FlowSum sum) => sum.Figure == figure && (source is null || sum.Source == source);
        return new ValueAmount(now.Where(Fits).Sum(sum => sum.Amount), before.Where(Fits).Sum(sum => sum.Amount), now.Where(Fits).Sum(sum => sum.Entries));
    }
}
